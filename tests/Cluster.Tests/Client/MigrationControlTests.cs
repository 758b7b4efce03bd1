using System.Reflection;
using HybridOrleans.Client;
using HybridOrleans.Client.Calls;
using HybridOrleans.Client.Connection;
using HybridOrleans.Client.Metrics;
using HybridOrleans.Client.Migration;
using HybridOrleans.Grains.Interfaces;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Client;

public sealed class MigrationControlTests : IHybridConnection, IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ConnectionStatus _status;
    private readonly HybridClientOptions _options = new()
    {
        RetriesMax = 2,
        RetryPause = TimeSpan.FromMilliseconds(1),
        RetryPauseMax = TimeSpan.FromMilliseconds(1),
    };

    private readonly Answers _answers;
    private readonly MigrationControl _control;

    public MigrationControlTests()
    {
        _status = new ConnectionStatus(this, NullLogger.Instance);
        _status.Set(ConnectionState.Connected);
        var controller = DispatchProxy.Create<IMigrationControllerGrain, Answers>();
        _answers = (Answers)(object)controller;
        var grains = DispatchProxy.Create<IGrainFactory, Factory>();
        ((Factory)(object)grains).Controller = controller;
        _control = new MigrationControl(
            grains, new CallPolicy(_options, _status, new CallMeter(TimeProvider.System)), _time);
    }

    event EventHandler<ConnectionState>? IHybridConnection.StateChanged
    {
        add => _status.Changed += value;
        remove => _status.Changed -= value;
    }

    ConnectionState IHybridConnection.State => _status.State;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static MigrationRequest Start => new() { Verb = MigrationVerb.Start, By = "ann" };

    public void Dispose() => _status.Dispose();

    Task IHybridConnection.WaitAsync(ConnectionState state, CancellationToken cancellation)
        => _status.WaitAsync(state, cancellation);

    [Fact]
    public async Task Watching_looks_at_once_and_then_after_each_period()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var period = TimeSpan.FromSeconds(1);
        await using var looks = _control.WatchAsync(ComponentName.Users, period, stop.Token)
            .GetAsyncEnumerator(CancellationToken.None);
        Assert.True(await looks.MoveNextAsync());
        Assert.Equal(1, looks.Current.Version);
        var next = looks.MoveNextAsync();
        _time.Advance(period - TimeSpan.FromTicks(1));
        Assert.Equal(1, _answers.Calls);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.True(await next);
        Assert.Equal(2, looks.Current.Version);
        var last = looks.MoveNextAsync();
        await stop.CancelAsync();
        Assert.False(await last);
    }

    [Fact]
    public async Task Watching_more_often_than_ten_times_a_second_is_refused()
        => await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () =>
        {
            await foreach (var _ in _control.WatchAsync(ComponentName.Users, TimeSpan.FromMilliseconds(99), Cancel))
            {
                Assert.Fail("It looked.");
            }
        });

    [Fact]
    public async Task A_request_whose_answer_was_lost_is_repeated()
    {
        _answers.Failures.Enqueue(new TimeoutException());
        var answer = await _control.DoAsync(ComponentName.Users, Start, Cancel);
        Assert.True(answer.Done);
        Assert.Equal(2, _answers.Calls);
    }

    [Fact]
    public async Task A_request_that_is_never_answered_may_have_been_carried_out()
    {
        _answers.Failures.Enqueue(new TimeoutException());
        _answers.Failures.Enqueue(new DataUnavailableException("not sent"));
        _answers.Failures.Enqueue(new DataUnavailableException("not sent"));
        var error = await Assert.ThrowsAsync<OutcomeUnknownException>(
            async () => await _control.DoAsync(ComponentName.Users, Start, Cancel));
        Assert.Contains("may have been carried out", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, _answers.Calls);
    }

    [Fact]
    public async Task A_profile_is_explained_under_the_key_it_is_stored_with()
    {
        Assert.Equal(["Users han/-42"], await _control.ExplainUserAsync(new UserKey(new BotId("han"), -42), Cancel));
        Assert.Equal(
            ["Configuration han/global"],
            await _control.ExplainAsync(ComponentName.Configuration, "han/global", Cancel));
    }

    public class Factory : DispatchProxy
    {
        public IMigrationControllerGrain? Controller { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Controller;
    }

    public class Answers : DispatchProxy
    {
        public Queue<Exception> Failures { get; } = [];

        public int Calls { get; private set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            Calls++;
            if (Failures.TryDequeue(out var failure))
            {
                throw failure;
            }

            return targetMethod?.Name switch
            {
                nameof(IMigrationControllerGrain.DoAsync)
                    => new ValueTask<MigrationAnswer>(new MigrationAnswer(true, "Taken on.")),
                nameof(IMigrationControllerGrain.ExplainAsync)
                    => new ValueTask<IReadOnlyList<string>>([$"{args![0]} {args[1]}"]),
                _ => new ValueTask<MigrationStatus>(new MigrationStatus
                {
                    Component = ComponentName.Users,
                    Phase = MigrationPhase.Off,
                    SharePercent = 0,
                    Epoch = 0,
                    Version = Calls,
                    Guarantee = [],
                    Silos = [],
                }),
            };
        }
    }
}

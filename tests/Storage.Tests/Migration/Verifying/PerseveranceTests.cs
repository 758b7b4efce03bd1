using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Controlling;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Migration.Verifying;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Tests.Migration.Simulating;
using HybridOrleans.TestKit.Faults;
using Xunit;

namespace HybridOrleans.Storage.Tests.Migration.Verifying;

/// <summary>A comparison goes on behind a store that gives no answer for a moment, and not for ever.</summary>
public sealed class PerseveranceTests
{
    private const int Records = 200;
    private const string AllCompared = "200 compared, 0 divergent, 0 healed.";
    private static readonly CancellationToken Cancel = MigrationLab.Cancel;
    private static readonly VerbRequest Ann = MigrationLab.Ann;
    private readonly MigrationLab _lab = new();
    private readonly FaultyMigratableStore _json;
    private readonly FaultyMigratableStore _postgres;

    public PerseveranceTests()
    {
        (_json, _postgres) = (new FaultyMigratableStore(_lab.Json), new FaultyMigratableStore(_lab.Postgres));
        _lab.Stores = new MigrationStores(_json, _lab.Debt, _postgres);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_walk_whose_pages_fail_gives_each_record_once_and_in_order(int seed) => _lab.Run(async () =>
    {
        await LiveAsync();
        var expected = await KeysAsync(
            _lab.Postgres.Memory.WalkDigestsAsync(Component.Users, RecordCursor.Start, FullPace.Instance, Cancel));
        Fault[] faults = [Fault.None, Fault.Unavailable, .. Failing(seed)];
        _postgres.OnPages(faults);
        var work = new MigrationWork(_lab.Stores, _lab.Desk, _lab.Simulation.Time, null, MigrationBug.None);
        var met = await KeysAsync(new Perseverance(work, await _lab.DocumentAsync())
            .WalkAsync(_postgres, RecordCursor.Start, FullPace.Instance, Cancel));
        Assert.Equal(Records, expected.Count);
        Assert.Equal(expected, met);
        Assert.True(faults[1].Reached.IsCompleted, "No page failed.");
    });

    [Fact]
    public void Answers_that_fail_on_both_sides_change_nothing_of_what_is_found() => _lab.Run(async () =>
    {
        var process = await LiveAsync();
        _lab.Postgres.Memory.EditFromOutside(MigrationLab.Key(3), null);
        _lab.Postgres.Memory.EditFromOutside(
            MigrationLab.Key(7),
            new StoredRecord
            {
                Revision = new Revision(1), WriteId = WriteId.New(), Body = MigrationLab.Body("{\"edited\":1}"),
            });
        _json.OnPages([.. Failing(4)]);
        _postgres.OnPages([.. Failing(5)]);
        _json.OnDigests(Fault.Unavailable);
        _postgres.OnDigests(Fault.None, Fault.Unavailable);
        _json.OnReads(Fault.Unavailable);
        _postgres.OnCopies(Fault.Unavailable);
        Assert.Equal(
            "200 compared, 1 divergent, 1 healed. Repair them.", await MigrationLab.NotAsync(Complete(process)));
    });

    [Theory]
    [InlineData("root")]
    [InlineData("follower")]
    public void A_store_that_is_away_for_twenty_seconds_is_waited_for(string side) => _lab.Run(async () =>
    {
        var process = await LiveAsync();
        var store = side == "root" ? _lab.Json : _lab.Postgres;
        var verifying = await HalfWayAsync(process, Cancel);
        store.IsDown = true;
        await _lab.Simulation.PassAsync(TimeSpan.FromSeconds(20));
        store.IsDown = false;
        Assert.Equal(AllCompared, (await verifying).Message);
    });

    [Fact]
    public void What_was_found_is_kept_though_the_document_cannot_be_written_at_first() => _lab.Run(async () =>
    {
        var process = await LiveAsync();
        var before = (await _lab.DocumentAsync()).Verification!.FinishedAt;
        _lab.Probe.OnReached = point => _lab.Json.IsDown |= point == MigrationPoints.VerifyPageCompared;
        await _lab.Simulation.PassAsync(TimeSpan.FromSeconds(1));
        var verifying = Complete(process);
        await _lab.Simulation.PassAsync(TimeSpan.FromSeconds(10));
        _lab.Json.IsDown = false;
        Assert.Equal(AllCompared, (await verifying).Message);
        Assert.True((await _lab.DocumentAsync()).Verification!.FinishedAt > before);
    });

    [Fact]
    public void Each_page_ends_the_silence_before_it() => _lab.Run(async () =>
    {
        var process = await LiveAsync();
        var page = new[] { Fault.Unavailable, Fault.Unavailable, Fault.Unavailable, Fault.Unavailable, Fault.None };
        _postgres.OnPages([.. Enumerable.Repeat(page, 12).SelectMany(faults => faults)]);
        var began = _lab.Simulation.Time.GetTimestamp();
        Assert.Equal(AllCompared, (await Complete(process)).Message);
        Assert.True(_lab.Simulation.Time.GetElapsedTime(began) > Silence.Max);
    });

    [Fact]
    public void After_thirty_seconds_without_a_record_the_error_says_how_far_it_was() => _lab.Run(async () =>
    {
        var process = await LiveAsync();
        var before = (await _lab.DocumentAsync()).Verification;
        var verifying = await HalfWayAsync(process, Cancel);
        _lab.Postgres.IsDown = true;
        var began = _lab.Simulation.Time.GetTimestamp();
        var message = await MigrationLab.NotAsync(verifying);
        Assert.InRange(_lab.Simulation.Time.GetElapsedTime(began).TotalSeconds, 29, 32);
        Assert.InRange(int.Parse(message.Split(' ')[0], provider: null), 16, Records - 1);
        Assert.Contains("of about 200 records were compared", message, StringComparison.Ordinal);
        Assert.Contains("gave nothing for 30 s", message, StringComparison.Ordinal);
        Assert.Contains("made postgres unavailable", message, StringComparison.Ordinal);
        Assert.Equal(before, (await _lab.DocumentAsync()).Verification);
    });

    [Theory]
    [InlineData("disabled")]
    [InlineData("in another epoch")]
    public void A_migration_that_moved_on_meanwhile_ends_the_comparison(string now) => _lab.Run(async () =>
    {
        var process = await LiveAsync();
        var verifying = await HalfWayAsync(process, Cancel);
        _lab.Postgres.IsDown = true;
        await _lab.Simulation.PassAsync(TimeSpan.FromSeconds(1));
        if (now == "disabled")
        {
            await MigrationLab.DidAsync(process.DisableAsync(Ann, Cancel));
        }
        else
        {
            await _lab.Desk.ChangeAsync(d => d with { Epoch = new Epoch(d.Epoch.Value + 1) }, Cancel);
        }

        _lab.Postgres.IsDown = false;
        Assert.Contains("is void", await MigrationLab.NotAsync(verifying), StringComparison.Ordinal);
    });

    [Fact]
    public void Ending_a_comparison_ends_its_pause_at_once() => _lab.Run(async () =>
    {
        var process = await LiveAsync();
        using var stop = new CancellationTokenSource();
        var verifying = await HalfWayAsync(process, stop.Token);
        _lab.Postgres.IsDown = true;
        await _lab.Simulation.PassAsync(TimeSpan.FromSeconds(9));
        Assert.False(verifying.IsCompleted);
        var began = _lab.Simulation.Time.GetTimestamp();
        // The asynchronous one would leave the simulation, whose time goes on by itself.
#pragma warning disable CA1849
        stop.Cancel();
#pragma warning restore CA1849
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => verifying);
        Assert.InRange(_lab.Simulation.Time.GetElapsedTime(began).TotalSeconds, 0, 0.1);
    });

    [Fact]
    public void A_mere_look_tells_at_once_that_a_store_is_away() => _lab.Run(async () =>
    {
        var process = await LiveAsync();
        _lab.Postgres.IsDown = true;
        var began = _lab.Simulation.Time.GetTimestamp();
        foreach (var scope in new[] { VerifyScope.One(MigrationLab.Key(7)), VerifyScope.Sample(50) })
        {
            Assert.Contains(
                "unavailable", await MigrationLab.NotAsync(process.VerifyAsync(scope, Ann, Cancel)),
                StringComparison.Ordinal);
        }

        Assert.InRange(_lab.Simulation.Time.GetElapsedTime(began).TotalSeconds, 0, 1);
    });

    [Fact]
    public void Live_rounds_before_a_switch_go_on_after_answers_that_failed() => _lab.Run(async () =>
    {
        var process = await LiveAsync(keysUnderSealMax: 5);
        await MigrationLab.DidAsync(Complete(process));
        var writer = new LiveWriter(_lab, 1, Records);
        var running = writer.RunAsync(TimeSpan.FromMilliseconds(10));
        await _lab.Simulation.PassAsync(TimeSpan.FromSeconds(2));
        writer.IsStopped = true;
        await running;
        _postgres.OnCopies(Fault.Unavailable, Fault.LoseAnswer);
        _postgres.OnDigests(Fault.Unavailable);
        await MigrationLab.DidAsync(process.RampDownAsync(Ann, Cancel));
        await Comparison.AssertKeepsAsync(_lab.Postgres.Memory, [writer], "after the switch");
    });

    private static Task<VerbResult> Complete(ComponentMigration process)
        => process.VerifyAsync(VerifyScope.Complete, Ann, Cancel);

    private static IEnumerable<Fault> Failing(int seed)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, 40).Select(_ => random.Next(3) == 0 ? Fault.Unavailable : Fault.None);
    }

    private static async Task<List<string>> KeysAsync(IAsyncEnumerable<RecordDigest> walk)
    {
        var keys = new List<string>();
        await foreach (var digest in walk)
        {
            keys.Add(digest.Key.Text);
        }

        return keys;
    }

    private async Task<ComponentMigration> LiveAsync(int keysUnderSealMax = 10_000)
    {
        await _lab.FillAsync(Records);
        var process = _lab.Process(keysUnderSealMax: keysUnderSealMax);
        await _lab.EnableAsync(process);
        return process;
    }

    /// <summary>A complete comparison that has some of its pages, and not all.</summary>
    private async Task<Task<VerbResult>> HalfWayAsync(ComponentMigration process, CancellationToken cancellation)
    {
        _lab.Postgres.Delay = () => _lab.Simulation.PassAsync(TimeSpan.FromMilliseconds(100));
        var verifying = process.VerifyAsync(VerifyScope.Complete, Ann, cancellation);
        await _lab.Simulation.PassAsync(TimeSpan.FromMilliseconds(700));
        return verifying;
    }
}

using HybridOrleans.Storage.Memory;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Views;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Tests.Records.Settling;
using HybridOrleans.Storage.Tests.Routing;
using Xunit;

namespace HybridOrleans.Storage.Tests.Migration.Views;

public sealed class MigrationViewsTests
{
    private static readonly Component Users = Component.Users;
    private readonly ArmedTimeProvider _time = new();
    private readonly MigrationWorld _world;

    public MigrationViewsTests() => _world = new MigrationWorld(_time);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Before_the_first_pull_there_is_no_view()
    {
        Assert.Throws<StoreUnavailableException>(() => _world.Views.CurrentOf(Users));
        Assert.False(_world.Views.IsFresh(Users));
    }

    [Fact]
    public async Task A_view_is_what_the_deciding_document_says()
    {
        await _world.BeginAsync(Phase.Live, 42);
        Assert.Equal(new MigrationView(Users, new Epoch(0), Phase.Live, 42), _world.Views.CurrentOf(Users));
        await _world.MoveAsync(Users, Phase.RampDown);
        Assert.Equal(Phase.Live, _world.Views.CurrentOf(Users).Phase);
        await _world.Views.RefreshAsync(Users, Cancel);
        Assert.Equal(new MigrationView(Users, new Epoch(1), Phase.RampDown, 42), _world.Views.CurrentOf(Users));
        await _world.MoveAsync(Users, Phase.Live);
        Assert.Equal(new Epoch(2), (await _world.Views.RefreshAsync(Users, Cancel)).Epoch);
    }

    [Fact]
    public async Task A_view_is_fresh_for_one_and_a_half_seconds_since_its_pull_began()
    {
        await _world.BeginAsync(Phase.Off);
        _time.Advance(TimeSpan.FromMilliseconds(1_499));
        Assert.True(_world.Views.IsFresh(Users));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(_world.Views.IsFresh(Users));
        Assert.Equal(Phase.Off, _world.Views.CurrentOf(Users).Phase);
        await _world.Views.RefreshAsync(Users, Cancel);
        Assert.True(_world.Views.IsFresh(Users));
    }

    [Fact]
    public async Task The_time_that_a_pull_takes_counts_against_its_view()
    {
        await _world.BeginAsync(Phase.Off);
        var slow = new SlowDocuments(_world);
        var views = slow.NewViews(_time);
        var pull = views.RefreshAsync(Users, Cancel).AsTask();
        await slow.Asked.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        _time.Advance(TimeSpan.FromMilliseconds(1_400));
        slow.Answer();
        await pull;
        Assert.True(views.IsFresh(Users));
        _time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.False(views.IsFresh(Users));
    }

    [Fact]
    public async Task Callers_who_come_together_share_a_pull_that_begins_after_them()
    {
        await _world.BeginAsync(Phase.Off);
        var slow = new SlowDocuments(_world);
        var views = slow.NewViews(_time);
        var first = views.RefreshAsync(Users, Cancel).AsTask();
        await slow.Asked.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        await _world.MoveAsync(Users, Phase.DualWrite);
        var later = Enumerable.Range(0, 50).Select(_ => views.RefreshAsync(Users, Cancel).AsTask()).ToList();
        slow.Answer();
        Assert.Equal(Phase.Off, (await first).Phase);
        Assert.All(await Task.WhenAll(later), view => Assert.Equal(Phase.DualWrite, view.Phase));
        Assert.Equal(2, slow.Reads);
    }

    [Fact]
    public async Task Views_are_pulled_every_quarter_of_a_second()
    {
        await _world.BeginAsync(Phase.Off);
        var slow = new SlowDocuments(_world);
        slow.Answer();
        await using var views = slow.NewViews(_time);
        await views.StartAsync([Users], Cancel);
        await _world.MoveAsync(Users, Phase.DualWrite);
        var before = slow.Reads;
        while (slow.Reads == before)
        {
            // The timer may not be armed yet when the first tick is due; time goes on until it is.
            _time.Advance(MigrationViews.PullEvery);
            await Task.Yield();
        }

        await views.RefreshAsync(Users, Cancel);
        Assert.Equal(Phase.DualWrite, views.CurrentOf(Users).Phase);
    }

    [Theory]
    [InlineData(Phase.Live, Phase.RampDown)]
    [InlineData(Phase.RampDown, Phase.Live)]
    public async Task A_switch_that_stopped_between_its_two_writes_is_finished_by_who_sees_it(Phase from, Phase to)
    {
        await _world.BeginAsync(from);
        var sealedAs = await _world.Mover.SealAsync(await _world.DocumentAsync(Users), to);
        await _world.Mover.FinishAsync(sealedAs, writesNewRoot: false);
        var views = await Task.WhenAll(Enumerable.Range(0, 5).Select(
            _ => _world.NewViews().RefreshAsync(Users, Cancel).AsTask()));
        Assert.All(views, view => Assert.Equal((to, sealedAs.Switch!.Next), (view.Phase, view.Epoch)));
        var root = await _world.RawStore(PhaseTable.Of(to).Root).Documents.ReadAsync(Users, Cancel);
        Assert.Equal((to, sealedAs.Version + 1), (root!.Phase, root.Version));
    }

    [Fact]
    public async Task Json_decides_alone_while_postgres_does_not_answer()
    {
        await _world.BeginAsync(Phase.Live);
        _world.Postgres.IsDown = true;
        Assert.Equal(Phase.Live, (await _world.NewViews().RefreshAsync(Users, Cancel)).Phase);
        _world.IsAttached = false;
        Assert.Equal(Phase.Live, (await _world.NewViews().RefreshAsync(Users, Cancel)).Phase);
    }

    [Fact]
    public async Task Where_postgres_is_the_root_and_silent_no_view_is_made_and_the_old_one_runs_out()
    {
        await _world.BeginAsync(Phase.RampDown);
        _world.Postgres.IsDown = true;
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await _world.Views.RefreshAsync(Users, Cancel));
        Assert.Equal(
            "No migration document decides about 'users'. 'users' lives in PostgreSQL, which does not answer. "
            + "Nothing was written.",
            error.Message);
        Assert.True(_world.Views.IsFresh(Users));
        _time.Advance(ComponentView.Lease);
        Assert.False(_world.Views.IsFresh(Users));
    }

    [Fact]
    public async Task Two_deciding_documents_take_the_view_away_until_one_is_gone()
    {
        await _world.BeginAsync(Phase.RampDown);
        var documents = (MemoryMigrationDocuments)_world.MemoryJson.Documents;
        var copy = await documents.ReadAsync(Users, Cancel);
        documents.EditFromOutside(Users, copy! with { Phase = Phase.Live });
        var views = _world.NewViews();
        for (var i = 0; i < 3; i++)
        {
            var error = await Assert.ThrowsAsync<StoreUnavailableException>(
                async () => await views.RefreshAsync(Users, Cancel));
            Assert.Contains("Two documents of 'users' decide", error.Message, StringComparison.Ordinal);
            Assert.Throws<StoreUnavailableException>(() => views.CurrentOf(Users));
        }

        documents.EditFromOutside(Users, copy);
        Assert.Equal(Phase.RampDown, (await views.RefreshAsync(Users, Cancel)).Phase);
    }
}

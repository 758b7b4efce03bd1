using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Routing;
using HybridOrleans.Storage.Tests.Records.Settling;
using HybridOrleans.TestKit.Faults;
using Xunit;

namespace HybridOrleans.Storage.Tests.Routing;

/// <summary>Short histories through a router with a mistake in it, or without. Each throws if it finds one.</summary>
internal static class RoutingScenarios
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task An_old_view_does_not_read_from_the_old_root(MigrationBug bug)
    {
        var (world, store, _) = await BeginAsync(Phase.RampDown, bug);
        await world.MustWriteAsync(0, "1", store: store);
        await world.MoveAsync(Component.Users, Phase.Live);
        await world.MustWriteAsync(1, "2", store: world.NewStore(world.NewViews()));
        world.MemoryPostgres.EditFromOutside(MigrationWorld.Key, MigrationWorld.Record(1, "1"));
        Assert.Equal("2 2", await world.ReadAsync(store: store));
    }

    public static async Task An_old_view_does_not_write_to_the_old_root(MigrationBug bug)
    {
        var (world, store, _) = await BeginAsync(Phase.Live, bug);
        await world.MustWriteAsync(0, "1", store: store);
        await world.MoveAsync(Component.Users, Phase.RampDown);
        await world.MustWriteAsync(1, "2", store: store);
        Assert.Equal("2 2", await world.HeldAsync(Side.Postgres));
        Assert.Equal("1 1", await world.HeldAsync(Side.Json));
    }

    public static async Task A_follower_is_never_ahead_of_the_root(MigrationBug bug)
    {
        var (world, store, _) = await BeginAsync(Phase.DualWrite, bug);
        world.Json.OnWrites(Fault.Unavailable);
        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await store.WriteAsync(MigrationWorld.Change(0, "1"), Cancel));
        Assert.Null(await world.HeldAsync(Side.Postgres));
    }

    public static async Task What_is_acknowledged_is_mirrored_or_owed(MigrationBug bug)
    {
        var (world, store, _) = await BeginAsync(Phase.Live, bug);
        world.Postgres.IsDown = true;
        await world.MustWriteAsync(0, "1", store: store);
        Assert.True((await world.Debt.ReadAsync(Component.Users, Cancel)).IsUnpaid);
    }

    public static async Task An_acknowledgement_waits_for_the_debt(MigrationBug bug)
    {
        var (world, store, time) = await BeginAsync(Phase.Live, bug);
        world.Postgres.IsDown = true;
        var held = Fault.Hold;
        world.Debt.OnRaises(held);
        var write = store.WriteAsync(MigrationWorld.Change(0, "1"), Cancel).AsTask();
        await Task.WhenAny(held.Reached, write).WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        time.Advance(FollowerMirror.Limit);
        await Assert.ThrowsAsync<OutcomeUnknownException>(
            () => write.WaitAsync(TimeSpan.FromSeconds(30), Cancel));
    }

    public static async Task A_deleted_record_stays_deleted_on_both_sides(MigrationBug bug)
    {
        var (world, store, _) = await BeginAsync(Phase.DualWrite, bug);
        await world.MustWriteAsync(0, "1", store: store);
        await world.MustWriteAsync(1, null, store: store);
        Assert.Equal("2 deleted", await world.HeldAsync(Side.Json));
        Assert.Equal("2 deleted", await world.HeldAsync(Side.Postgres));
    }

    public static async Task A_refused_write_reaches_no_store(MigrationBug bug)
    {
        var (world, store, _) = await BeginAsync(Phase.DualWrite, bug);
        world.MemoryJson.EditFromOutside(MigrationWorld.Key, MigrationWorld.Record(1, "1"));
        Assert.False((await store.WriteAsync(MigrationWorld.Change(0, "2"), Cancel)).Accepted);
        Assert.Null(await world.HeldAsync(Side.Postgres));
    }

    public static async Task What_is_served_is_what_the_root_has(MigrationBug bug)
    {
        var (world, store, _) = await BeginAsync(Phase.Live, bug);
        world.MemoryJson.EditFromOutside(MigrationWorld.Key, MigrationWorld.Record(3, "3"));
        foreach (var revision in (long[])[2, 3, 4])
        {
            world.MemoryPostgres.EditFromOutside(MigrationWorld.Key, MigrationWorld.Record(revision, "\"other\""));
            Assert.Equal("3 3", await world.ReadAsync(store: store));
        }
    }

    public static async Task An_outage_of_the_root_is_no_reason_to_answer_from_the_follower(MigrationBug bug)
    {
        var (world, store, _) = await BeginAsync(Phase.Live, bug);
        await world.MustWriteAsync(0, "1", store: store);
        await world.MoveAsync(Component.Users, Phase.RampDown);
        await world.MustWriteAsync(1, "2", store: store);
        Assert.Equal("2 2", await world.ReadAsync(store: store));
        world.Postgres.IsDown = true;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => world.ReadAsync(store: store));
    }

    public static async Task A_frozen_silo_looks_at_the_documents_before_it_writes(MigrationBug bug)
    {
        var (world, store, time) = await BeginAsync(Phase.Off, bug);
        await world.ReadAsync(store: store);
        await world.MoveAsync(Component.Users, Phase.DualWrite);
        time.Advance(TimeSpan.FromSeconds(2));
        await world.MustWriteAsync(0, "1", store: store);
        Assert.Equal("1 1", await world.HeldAsync(Side.Postgres));
    }

    private static async Task<(MigrationWorld World, StranglerStore Store, ArmedTimeProvider Time)> BeginAsync(
        Phase phase, MigrationBug bug)
    {
        var time = new ArmedTimeProvider();
        var world = new MigrationWorld(time);
        await world.BeginAsync(phase);
        var views = world.NewViews();
        await views.RefreshAsync(Component.Users, Cancel);
        return (world, world.NewStore(views, new MigrationTestHooks(Bug: bug)), time);
    }
}

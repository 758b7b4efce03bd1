using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage;
using Xunit;
using static HybridOrleans.Cluster.Tests.Users.Profiles;

namespace HybridOrleans.Cluster.Tests.Users;

public sealed class ImportTests(UserSilo silo) : IClassFixture<UserSilo>, IDisposable
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IUserProfiles Users => silo.Client.Users;

    public void Dispose() => silo.Heal();

    [Fact]
    public async Task An_import_only_creates()
    {
        var key = silo.NewKey();
        Assert.Equal(
            ImportOutcome.Created, await Users.ImportAsync(key, Json("""{ "a" : 1 }"""), cancellation: Cancel));
        Assert.Equal(ImportOutcome.Unchanged, await Users.ImportAsync(key, Json("""{"a":1}"""), cancellation: Cancel));
        Assert.Equal(ImportOutcome.KeptOther, await Users.ImportAsync(key, Json("""{"a":2}"""), cancellation: Cancel));
        await Users.DeleteAsync(key, Cancel);
        Assert.Equal(
            ImportOutcome.KeptDeleted, await Users.ImportAsync(key, Json("""{"a":1}"""), cancellation: Cancel));
        var reading = await Users.GetAsync(key, Freshness.Fresh, Cancel);
        Assert.Equal((null, 2L), (reading.Text(), reading.Revision));
    }

    [Fact]
    public async Task What_an_import_overwrites_is_in_quarantine_first()
    {
        var key = new UserKey(new BotId("overwritten"), 42);
        await Users.SaveAsync(key, Json("""{"a":1.0}"""), cancellation: Cancel);
        silo.Store.OnWrite = _ => throw new StoreUnavailableException("The test's store is away.");
        await Assert.ThrowsAsync<DataUnavailableException>(
            async () => await Users.ImportAsync(key, Json("""{"a":2}"""), ImportMode.Overwrite, Cancel));
        var kept = Assert.Single(await silo.Client.Repair.ListQuarantineAsync(key.Bot, Cancel));
        Assert.Equal(("users/42 revision 1", "replaced by an import", 9L), (kept.Source, kept.Reason, kept.Bytes));
        silo.Heal();
        Assert.Equal(
            ImportOutcome.Overwritten, await Users.ImportAsync(key, Json("""{"a":2}"""), ImportMode.Overwrite, Cancel));
        Assert.Equal(
            ImportOutcome.Unchanged, await Users.ImportAsync(key, Json("""{"a":2}"""), ImportMode.Overwrite, Cancel));
        Assert.Single(await silo.Client.Repair.ListQuarantineAsync(key.Bot, Cancel));
        var reading = await Users.GetAsync(key, cancellation: Cancel);
        Assert.Equal(("""{"a":2}""", 2L), (reading.Text(), reading.Revision));
    }

    [Fact]
    public async Task An_overwriting_import_revives_a_deleted_profile_with_the_next_revision()
    {
        var key = silo.NewKey();
        await Users.SaveAsync(key, Json("{}"), cancellation: Cancel);
        await Users.DeleteAsync(key, Cancel);
        Assert.Equal(
            ImportOutcome.Overwritten, await Users.ImportAsync(key, Json("""{"a":2}"""), ImportMode.Overwrite, Cancel));
        Assert.Equal(3, (await Users.GetAsync(key, Freshness.Fresh, Cancel)).Revision);
    }

    [Fact]
    public async Task Bytes_that_cannot_be_imported_are_kept_once()
    {
        var bot = new BotId("broken");
        await silo.Client.Repair.QuarantineAsync(bot, "girls_data/7.json", "truncated", "{\"a\":"u8.ToArray(), Cancel);
        await silo.Client.Repair.QuarantineAsync(bot, "girls_data/7.json", "truncated", "{\"a\":"u8.ToArray(), Cancel);
        var kept = Assert.Single(await silo.Client.Repair.ListQuarantineAsync(bot, Cancel));
        Assert.Equal(("girls_data/7.json", "truncated", 5L), (kept.Source, kept.Reason, kept.Bytes));
        await Assert.ThrowsAsync<InvalidInputException>(async () => await silo.Client.Repair.QuarantineAsync(
            bot, "x", "too large", new byte[(8 * 1024 * 1024) + 1], Cancel));
    }

    [Fact]
    public async Task A_store_that_nobody_can_edit_has_no_damage_and_nothing_to_adopt()
    {
        var key = silo.NewKey();
        await Users.SaveAsync(key, Json("{}"), cancellation: Cancel);
        Assert.Empty(await silo.Client.Repair.FindDamagedAsync(key.Bot, Cancel));
        Assert.Equal(1, (await silo.Client.Repair.AdoptAsync(key, Cancel)).Revision);
    }
}

using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit;
using Xunit;

namespace HybridOrleans.Storage.Tests.Routing.Real;

/// <summary>A file that somebody edited is adopted as every write is made: the other store hears of it.</summary>
public sealed class AdoptingTests(PostgresFixture server) : IAsyncLifetime
{
    private static readonly RecordKey Key = RecordKeys.User("han", 41);
    private readonly RealSides _sides = new(server);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private MigrationWorld World => _sides.World;

    public async ValueTask InitializeAsync()
    {
        await _sides.InitializeAsync();
        await World.BeginAsync(Phase.Live);
        await World.MustWriteAsync(0, """{"n":1}""", Key);
    }

    public ValueTask DisposeAsync() => _sides.DisposeAsync();

    [Fact]
    public async Task PostgreSQL_has_what_was_adopted()
    {
        await EditAsync();
        Assert.Equal(2, await AdoptAsync());
        Assert.Equal("""2 {"n":2}""", await World.HeldAsync(Side.Postgres, Key));
        Assert.Equal("""2 {"n":2}""", await World.ReadAsync(Key));
    }

    [Fact]
    public async Task Without_PostgreSQL_it_is_owed_what_was_adopted()
    {
        await EditAsync();
        World.Postgres.IsDown = true;
        Assert.Equal(2, await AdoptAsync());
        Assert.Equal("""1 {"n":1}""", await World.HeldAsync(Side.Postgres, Key));
        Assert.True((await World.Debt.ReadAsync(Component.Users, Cancel)).IsUnpaid);
    }

    [Fact]
    public async Task A_file_is_not_adopted_when_it_no_longer_decides()
    {
        await World.MoveAsync(Component.Users, Phase.RampDown);
        await EditAsync();
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(AdoptAsync);
        Assert.StartsWith("PostgreSQL decides about 'users' now (RampDown)", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<DamagedRecordException>(() => World.HeldAsync(Side.Json, Key));
        Assert.Equal("""1 {"n":1}""", await World.ReadAsync(Key));
    }

    private async Task<long> AdoptAsync() => (await World.Store.AdoptAsync(_sides.Json, Key, Cancel)).Value;

    private async Task EditAsync()
    {
        var file = Directory.GetFiles(_sides.Root, "41.json", SearchOption.AllDirectories).Single();
        var text = await File.ReadAllTextAsync(file, Cancel);
        await File.WriteAllTextAsync(file, text.Replace("\"n\": 1", "\"n\": 2", StringComparison.Ordinal), Cancel);
    }
}

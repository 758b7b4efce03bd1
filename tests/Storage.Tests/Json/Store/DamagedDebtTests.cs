using HybridOrleans.Storage.Json.Debt;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.Storage.Tests.Json.Store;

/// <summary>A debt that somebody edited.</summary>
public sealed class DamagedDebtTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("1")]
    [InlineData("1 raised 2")]
    [InlineData("1 maybe 0")]
    [InlineData("-1 raised 0")]
    public async Task A_damaged_debt_is_refused_and_the_message_names_a_way_out(string text)
    {
        await using var store = await JsonStores.OpenAsync(_folder.Root);
        var ledger = new JsonDebtLedger(store);
        var file = $"{_folder.Root}/.journal/users/debt";
        await ledger.RaiseAsync(Component.Users, Cancel);
        await File.WriteAllTextAsync(file, text, Cancel);
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await ledger.RaiseAsync(Component.Users, Cancel));
        var line = refused.Message.Split('\'')[4];
        await File.WriteAllTextAsync(file, line + "\n", Cancel);
        Assert.True((await ledger.ReadAsync(Component.Users, Cancel)).IsUnpaid);
    }

    public void Dispose() => _folder.Dispose();
}

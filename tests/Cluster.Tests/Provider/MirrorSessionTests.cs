using HybridOrleans.Storage.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider;

/// <summary>A silo that dies between the two stores must leave debt: its session in the JSON root tells.</summary>
public sealed class MirrorSessionTests : IDisposable
{
    private readonly string _root = Path.Combine(Path.GetTempPath(), $"hybrid-session-{Guid.NewGuid():n}");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string[] Sessions => Directory.GetFiles(Path.Combine(_root, ".journal", "sessions"), "*.session");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task A_silo_keeps_a_session_while_its_stores_are_open_and_none_after_a_clean_stop()
    {
        var settings = StoreHost.Everything("json");
        settings["HybridOrleans:Json:RootDirectory"] = _root;
        await using var host = StoreHost.Build(settings);
        var stores = host.GetRequiredService<RecordStores>();
        await stores.OpenAsync(Cancel);
        Assert.Single(Sessions);
        await stores.CloseAsync();
        Assert.Empty(Sessions);
    }
}

using HybridOrleans.Cluster.Tests.Access;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Api;

[Collection(SharedHttpSilo.Name)]
public sealed class ApiDescriptionTests(HttpSilo silo)
{
    [Fact]
    public async Task The_description_that_is_kept_is_the_one_that_a_silo_gives()
    {
        using var bot = silo.Client("reader-han");
        var served = (await bot.SendAsync("GET", "/api/v1/openapi.json")).Ok().Body.ReplaceLineEndings("\n") + "\n";
        var cancellation = TestContext.Current.CancellationToken;
        var now = Path.Combine(RepositoryFolder.Path, "artifacts", "golden", "openapi.json");
        Directory.CreateDirectory(Path.GetDirectoryName(now)!);
        await File.WriteAllTextAsync(now, served, cancellation);
        var kept = Path.Combine(RepositoryFolder.Path, "docs", "openapi.json");
        Assert.True(
            File.Exists(kept) && await File.ReadAllTextAsync(kept, cancellation) == served,
            $"The description is not docs/openapi.json any more. Look at {now}; if it is meant, copy it over.");
    }
}

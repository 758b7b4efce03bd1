using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Girls;

/// <summary>The contract on plain files, and what only files have.</summary>
public sealed class GirlsManagerTests(FilePlace place) : GirlsContract(place), IClassFixture<FilePlace>
{
    private readonly GirlsManager _girls = new(place.Folder);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_laid_out_as_the_old_bot_did()
    {
        var profile = GirlProfile.Read(41, new("""{"name":"Ева","summary":{},"a":[1,{"b":[[[[[[[2]]]]]]]}]}"""));
        await _girls.SaveProfileAsync(profile, Cancel);
        var text = await File.ReadAllTextAsync(Path.Combine(place.Folder, "girls_data", "41.json"), Cancel);
        Assert.StartsWith("{\n  \"name\": \"Ева\",\n  \"summary\": {},\n  \"a\": [\n    1,\n    {\n", text);
        Assert.Contains($"\n{new string(' ', 20)}2\n", text, StringComparison.Ordinal);
        Assert.EndsWith("\n}", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n")]
    public async Task A_blank_file_is_no_profile(string text)
    {
        await place.WriteAsync("girls_data/42.json", text);
        Assert.Null(await _girls.GetProfileAsync(42, Cancel));
        Assert.Equal("Eva", (await _girls.EnsureGirlAsync(42, "Eva", Cancel)).Name);
        Assert.True(await _girls.DeleteGirlAsync(42, Cancel));
    }

    [Theory]
    [InlineData("{\"name\": \"Ев")]
    [InlineData("[]")]
    [InlineData("{} {}")]
    public async Task A_damaged_file_is_never_missing_and_never_overwritten(string text)
    {
        var path = Path.Combine(place.Folder, "girls_data", "43.json");
        await place.WriteAsync("girls_data/43.json", text);
        await Assert.ThrowsAsync<DataDamagedException>(() => _girls.GetProfileAsync(43, Cancel).AsTask());
        await Assert.ThrowsAsync<DataDamagedException>(() => _girls.EnsureGirlAsync(43, "x", Cancel).AsTask());
        await Assert.ThrowsAsync<DataDamagedException>(() => _girls.UpdateLastActivityAsync(43, Cancel).AsTask());
        Assert.Equal(text, await File.ReadAllTextAsync(path, Cancel));
        File.Delete(path);
    }

    [Fact]
    public async Task Leftovers_and_other_files_are_no_profiles()
    {
        await place.WriteAsync("girls_data/44.backup.20250301120000.json", "{\"a\":1}");
        await place.WriteAsync("girls_data/0045.json", "{\"a\":1}");
        await place.WriteAsync("girls_data/vip.json", "{\"a\":1}");
        await place.WriteAsync("girls_data/46.json.tmp", "{\"a\":1}");
        Assert.Empty(await _girls.ListGirlsAsync(Cancel).Where(p => p.ChatId is >= 44 and <= 46).ToListAsync(Cancel));
    }
}

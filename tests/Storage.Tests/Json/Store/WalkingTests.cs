using HybridOrleans.Storage.Json;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.Storage.Tests.Json.Store;

/// <summary>Which folders a walk looks through.</summary>
public sealed class WalkingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("../users", "../users/1.json")]
    [InlineData("../", "../users/1.json")]
    [InlineData("./", "users/1.json")]
    [InlineData(".quarantine/", ".quarantine/users/1.json")]
    public void A_prefix_that_no_key_can_have_leads_to_no_folder(string prefix, string file)
    {
        Assert.Throws<OperationCanceledException>(() => Walk("bot/", "bot/users/01/1.json"));
        Assert.Empty(Walk(prefix, file));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>A walk that was given up ends with an error as soon as it meets any file.</summary>
    private IReadOnlyList<RecordKey> Walk(string prefix, string file)
    {
        var path = Path.GetFullPath($"{_folder.Root}/{file}");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "1");
        var walk = new RecordWalk(_folder.Root, Component.Users, prefix, RecordCursor.Start);
        return RecordWalk.InOrder([walk.KeysIn(walk.Folders(), new CancellationToken(canceled: true))]);
    }
}

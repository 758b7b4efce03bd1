using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Silo.Access;
using HybridOrleans.Silo.Hosting;
using HybridOrleans.TestKit.Processes;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Access;

public sealed class FirstKeyTests : IDisposable
{
    private static readonly AccessSettings NoKeys = TestKeys.Settings with { Keys = [] };

    private readonly SiloFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_is_made_once_for_its_user_alone_and_opens_everything()
    {
        var first = await StartAsync(NoKeys);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(first.Path));
        var text = (await File.ReadAllTextAsync(first.Path, Cancel)).Trim();
        var again = await StartAsync(NoKeys);
        Assert.Equal(first.Key!.Hash, again.Key!.Hash);
        var found = new KeyRing(NoKeys, again, TimeProvider.System).Find(text);
        Assert.Equal(new Caller(AccessSettings.FirstKeyName, AccessRole.Admin, null), found?.Caller);
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(first.Path)!));
    }

    [Fact]
    public async Task Silos_that_start_at_once_get_the_same_one()
    {
        var firsts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => StartAsync(NoKeys), Cancel)));
        Assert.Single(firsts.Select(f => Convert.ToHexString(f.Key!.Hash)).Distinct());
    }

    [Fact]
    public async Task A_file_that_others_can_read_or_that_holds_none_is_refused()
    {
        var first = await StartAsync(NoKeys);
        File.SetUnixFileMode(first.Path, File.GetUnixFileMode(first.Path) | UnixFileMode.GroupRead);
        var open = await Assert.ThrowsAsync<KeyFileException>(() => StartAsync(NoKeys));
        Assert.Contains("can be read by others", open.Message, StringComparison.Ordinal);
        File.SetUnixFileMode(first.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.WriteAllTextAsync(first.Path, "", Cancel);
        await Assert.ThrowsAsync<KeyFileException>(() => StartAsync(NoKeys));
    }

    [Fact]
    public async Task With_keys_in_the_configuration_there_is_none()
    {
        var first = await StartAsync(NoKeys);
        var text = (await File.ReadAllTextAsync(first.Path, Cancel)).Trim();
        var later = await StartAsync(TestKeys.Settings);
        Assert.Null(later.Key);
        Assert.Null(new KeyRing(TestKeys.Settings, later, TimeProvider.System).Find(text));
        Assert.StartsWith(AccessKeyText.Prefix, text, StringComparison.Ordinal);
    }

    private async Task<FirstKey> StartAsync(AccessSettings settings)
    {
        var key = new FirstKey(settings, new DataFolder(_folder.Data));
        await key.StartAsync(Cancel);
        return key;
    }
}

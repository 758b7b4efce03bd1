using HybridOrleans.Cli.Tests.Fakes;

namespace HybridOrleans.Cli.Tests.Sample;

public sealed class SampleTests : IDisposable
{
    private readonly CommandLineHarness _hybrid = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Both_layouts_hold_the_same_profiles_and_can_be_imported()
    {
        await SampleAsync("files", "Files");
        await SampleAsync("map", "Map");
        Assert.Equal(ExitCode.Done, (await ImportAsync("files", "a")).Code);
        Assert.Equal(ExitCode.Done, (await ImportAsync("map", "b")).Code);
        Assert.Equal(200, _hybrid.Store.Ids("a").Length);
        Assert.All(
            _hybrid.Store.Ids("a"), id => Assert.Equal(_hybrid.Store.Body("a", id), _hybrid.Store.Body("b", id)));
        Assert.InRange(_hybrid.Store.Ids("a").Average(id => _hybrid.Store.Body("a", id)!.Length), 700, 1300);
    }

    [Fact]
    public async Task A_folder_that_is_not_empty_is_left_alone()
    {
        _folder.Add("mine/file", "x"u8);
        var result = await SampleAsync("mine", "Files");
        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Single(Directory.EnumerateFileSystemEntries(Path.Combine(_folder.Path, "mine")));
    }

    private Task<CommandResult> SampleAsync(string name, string layout)
        => _hybrid.RunAsync(
            "sample", "--profiles", "200", "--out", Path.Combine(_folder.Path, name), "--layout", layout);

    private Task<CommandResult> ImportAsync(string name, string bot)
        => _hybrid.RunAsync("import", Path.Combine(_folder.Path, name), "--bot", bot);
}

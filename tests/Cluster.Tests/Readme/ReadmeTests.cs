using System.Text.RegularExpressions;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Readme;

/// <summary>What the page of the client shows is code that compiles.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void Every_block_of_the_page_is_in_the_compiled_samples()
    {
        var samples = Plain(Read("tests/Cluster.Tests/Readme/Samples.cs"));
        var blocks = Block().Matches(Read("Client/README.md")).Select(block => Plain(block.Groups[1].Value)).ToList();
        Assert.Equal(11, blocks.Count);
        Assert.All(blocks, block => Assert.Contains(block, samples, StringComparison.Ordinal));
    }

    /// <summary>The code without comments, with one space for each white space.</summary>
    private static string Plain(string code)
        => Space().Replace(Comment().Replace(code, ""), " ").Trim();

    private static string Read(string path)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "HybridOrleans.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return File.ReadAllText(Path.Combine(folder, path));
    }

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}

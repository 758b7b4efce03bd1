using System.Text.RegularExpressions;
using HybridOrleans.Architecture.Tests.Tree;
using Xunit;

namespace HybridOrleans.Architecture.Tests.Code;

/// <summary>Tests are named by sentences and wait for events, not for time.</summary>
public sealed partial class TestStyleTests
{
    /// <summary>Files that wait for time to pass, each with its reason.</summary>
    private static readonly Dictionary<string, string> Sleepers = new()
    {
        ["tests/TestKit/Histories/Pacing.cs"]
            = "Paces load and faults over real time; no verdict rests on a wait being long enough.",
    };

    [Fact]
    public void Test_names_are_sentences()
        => HouseRule.Holds(BadNames(SourceTree.Repository), "Say what must hold: A_stale_write_is_refused.");

    [Fact]
    public void No_test_sleeps()
        => HouseRule.Holds(
            Sleeps(SourceTree.Repository).Where(v => !Sleepers.Keys.Any(v.StartsWith)),
            "Wait for a named event with a limit, or drive a FakeTimeProvider.");

    [Fact]
    public void Every_sleeper_still_sleeps()
        => HouseRule.NeedsAll(Sleepers.Keys, Sleeps(SourceTree.Repository));

    [Fact]
    public void Names_that_say_nothing_are_found()
    {
        var tree = SourceTree.Of(("tests/X/A.cs", """
                [Fact]
                public void Test1() { }
                [Fact]
                public async Task Write_Ok() { }
                [Theory]
                [InlineData(1)]
                public void Write(int a) { }
                [Fact]
                public void A_stale_write_is_refused() { }
                public void Dispose() { }
            """));
        Assert.Equal(["tests/X/A.cs: Test1", "tests/X/A.cs: Write_Ok", "tests/X/A.cs: Write"], BadNames(tree));
    }

    [Fact]
    public void Sleeping_tests_are_found()
    {
        var tree = SourceTree.Of(("tests/X/A.cs", "await Task.Delay(10);\nThread.Sleep(1);\nTask.Delay(a, time, b);"));
        Assert.Equal(["tests/X/A.cs:1: Task.Delay", "tests/X/A.cs:2: Thread.Sleep", "tests/X/A.cs:3: Task.Delay"],
            Sleeps(tree));
    }

    private static IEnumerable<string> BadNames(SourceTree tree)
        => from file in tree.CSharp
           where file.IsTest && !(file.IsRule && file.Name == "TestStyleTests.cs")
           from Match test in TestMethod().Matches(file.Text)
           let name = test.Groups[1].Value
           where !name.Contains('_', StringComparison.Ordinal) || EmptyName().IsMatch(name)
           select $"{file.Path}: {name}";

    private static IEnumerable<string> Sleeps(SourceTree tree)
        => tree.CSharp.Where(f => f.IsTest && !f.IsRule).SelectMany(f => f.Places(Sleep()));

    [GeneratedRegex(@"\[(?:Fact|Theory)[^\n]*\n(?:\s*(?:\[|//)[^\n]*\n)*\s*public [\w<> ]+ (\w+)\(")]
    private static partial Regex TestMethod();

    [GeneratedRegex(@"(_Ok|_Works|_Success|Test\d*)$", RegexOptions.IgnoreCase)]
    private static partial Regex EmptyName();

    [GeneratedRegex(@"\b(Thread\.Sleep|Task\.Delay)\b")]
    private static partial Regex Sleep();
}

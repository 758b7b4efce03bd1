using System.Text.RegularExpressions;
using HybridOrleans.Architecture.Tests.Tree;
using Xunit;

namespace HybridOrleans.Architecture.Tests.Projects;

/// <summary>Storage knows Orleans only where it meets Orleans: stores must run without a silo.</summary>
public sealed partial class StorageSeamTests
{
    private static readonly string[] Seam = ["Storage/GrainStorage", "Storage/Hosting", "Storage/Errors"];

    /// <summary>Files outside the seam that name Orleans, each with its reason.</summary>
    private static readonly Dictionary<string, string> Exceptions = new()
    {
        ["Storage/Records/RecordBody.cs"] = "moves with a migrating activation, inside RecordState",
        ["Storage/Json/Batch.cs"] = "catches OrleansException, the base of every error of Storage/Errors",
        ["Storage/Json/BatchWriter.cs"] = "catches OrleansException, the base of every error of Storage/Errors",
    };

    [Fact]
    public void Only_the_seam_of_storage_knows_orleans()
        => HouseRule.Holds(
            OrleansOutsideSeam(SourceTree.Repository).Where(v => !Exceptions.Keys.Any(v.StartsWith)),
            "A store must not know Orleans. Move the code to Storage/GrainStorage or Storage/Hosting.");

    [Fact]
    public void Every_exception_is_needed()
        => HouseRule.NeedsAll(Exceptions.Keys, OrleansOutsideSeam(SourceTree.Repository));

    [Theory]
    [InlineData("using Orleans.Runtime;")]
    [InlineData("    throw new InconsistentStateException(text);")]
    [InlineData("[GenerateSerializer]")]
    [InlineData("internal sealed class Store(ISiloLifecycle lifecycle);")]
    public void A_store_that_knows_orleans_is_found(string line)
    {
        var tree = SourceTree.Of(
            ("Storage/Json/JsonRecordStore.cs", line),
            ("Storage/GrainStorage/StranglerGrainStorage.cs", line));
        var found = Assert.Single(OrleansOutsideSeam(tree));
        Assert.StartsWith("Storage/Json/JsonRecordStore.cs:1", found, StringComparison.Ordinal);
    }

    private static IEnumerable<string> OrleansOutsideSeam(SourceTree tree)
        => tree.CSharp
            .Where(f => f.IsIn("Storage") && !Seam.Any(f.IsIn))
            .SelectMany(f => f.Places(OrleansName()));

    // A name in a documentation comment is no dependency.
    [GeneratedRegex(@"^(?!\s*//).*\b(using Orleans\b|Orleans\.\w+|GrainId\b|IGrain\w+|InconsistentStateException|"
        + @"OrleansException|ISilo\w+|ILifecycleParticipant|GenerateSerializer|IPersistentState)")]
    private static partial Regex OrleansName();
}

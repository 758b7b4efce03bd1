using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Changes;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.TestKit.Conformance.Migration;

/// <summary>What the place of the migration documents owes: one compare-and-set, durable, apart from records.</summary>
/// <remarks>The store may hold documents already; each of two tests writes the first one of a component.</remarks>
public abstract class DocumentsConformance : ChangeLogConformance
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, 123, TimeSpan.Zero);

    private IMigrationDocuments Documents => Side.Documents;

    [Fact]
    public async Task The_first_document_is_written_only_where_none_is_expected()
    {
        Assert.Null(await Documents.ReadAsync(Component.Grains, Cancel));
        Assert.False(await Documents.TryWriteAsync(Document(Component.Grains, 2), 1, Cancel));
        Assert.Null(await Documents.ReadAsync(Component.Grains, Cancel));
        Assert.True(await Documents.TryWriteAsync(Document(Component.Grains, 1), 0, Cancel));
        Assert.False(await Documents.TryWriteAsync(Document(Component.Grains, 1), 0, Cancel));
        Assert.Equal(1, (await Documents.ReadAsync(Component.Grains, Cancel))!.Version);
    }

    [Fact]
    public async Task Of_many_first_documents_exactly_one_wins()
    {
        Assert.Null(await Documents.ReadAsync(Component.Configuration, Cancel));
        var won = await RaceAsync(Component.Configuration, 0);
        Assert.Equal($"{won}", Assert.Single((await StandingAsync(Component.Configuration)).History).By);
    }

    [Fact]
    public async Task A_document_is_read_as_it_was_written()
    {
        var version = await VersionAsync();
        var document = Document(Component.Users, version + 3) with
        {
            Epoch = new Epoch(7),
            Phase = Phase.Live,
            SharePercent = 42,
            JsonStore = Guid.NewGuid(),
            PostgresStore = Guid.NewGuid(),
            Switch = new RootSwitchState(Phase.RampDown, new Epoch(8), Noon),
            Synchronise = new SynchroniseState(
                new Epoch(7), 3, 255, Key("ключ", "A").Text, 1_000_000_000_000, 2, Noon.AddTicks(1), IsPaused: true),
            Verification = new VerificationState(
                new Epoch(7), Noon, 12, 1, new ChangePosition(Guid.NewGuid(), long.MaxValue)),
            CopyRateMax = 12_345,
            Followed = new ChangePosition(Guid.NewGuid(), 17),
            Divergences =
            [
                new Divergence(Key("Ё").Text, new DivergentSide(4, new string('a', 64)), null, "missing", Noon),
                new Divergence(Key("1").Text, new DivergentSide(0, null), new DivergentSide(5, null), "damaged", Noon),
            ],
            Goal = new GoalState(Phase.Live, 100, "Ева \"\\\u0000", "a gate is \uD83D\uDE00 closed"),
            History = [.. Enumerable.Range(0, MigrationDocument.HistoryMax).Select(
                i => new HistoryEntry(Noon.AddSeconds(i), $"{i}", "promote", "ё", "done"))],
        };
        Assert.True(await Documents.TryWriteAsync(document, version, Cancel));
        AssertSame(document, await StandingAsync());
        await ReopenAsync();
        AssertSame(document, await StandingAsync());
        var plain = Document(Component.Users, version + 4);
        Assert.True(await Documents.TryWriteAsync(plain, version + 3, Cancel));
        AssertSame(plain, await StandingAsync());
    }

    [Fact]
    public async Task A_document_replaces_exactly_the_version_that_is_expected()
    {
        var version = await VersionAsync();
        Assert.True(await Documents.TryWriteAsync(Document(Component.Users, version + 1), version, Cancel));
        Assert.False(await Documents.TryWriteAsync(Document(Component.Users, version + 2), version, Cancel));
        Assert.False(await Documents.TryWriteAsync(Document(Component.Users, version + 9), version + 2, Cancel));
        Assert.False(await Documents.TryWriteAsync(Document(Component.Users, version + 9), 0, Cancel));
        Assert.Equal(version + 1, await VersionAsync());
        await ReopenAsync();
        Assert.Equal(version + 1, await VersionAsync());
    }

    [Fact]
    public async Task Of_many_writers_of_one_version_exactly_one_wins()
    {
        for (var round = 0; round < 5; round++)
        {
            var won = await RaceAsync(Component.Users, await VersionAsync());
            Assert.Equal($"{won}", Assert.Single((await StandingAsync()).History).By);
        }
    }

    [Fact]
    public async Task Documents_are_no_records_and_no_changes()
    {
        var start = await Side.Changes.StartAsync(Component.Users, Cancel);
        var version = await VersionAsync();
        Assert.True(await Documents.TryWriteAsync(Document(Component.Users, version + 1), version, Cancel));
        Assert.Empty((await Side.Changes.ReadAsync(Component.Users, start, 10, Cancel)).Keys);
        Assert.Empty(await WalkDigestsAsync(Component.Users));
        await Side.Changes.StopAsync(Component.Users, Cancel);
    }

    private static MigrationDocument Document(Component component, long version, string by = "nobody") => new()
    {
        Component = component,
        Version = version,
        Epoch = Epoch.Initial,
        Phase = Phase.Off,
        SharePercent = 0,
        History = [new HistoryEntry(Noon, by, "enable", "a test", "done")],
    };

    private async Task<MigrationDocument> StandingAsync(Component? component = null)
    {
        var document = await Documents.ReadAsync(component ?? Component.Users, Cancel);
        Assert.NotNull(document);
        return document;
    }

    private async Task<long> VersionAsync()
        => (await Documents.ReadAsync(Component.Users, Cancel))?.Version ?? 0;

    private async Task<int> RaceAsync(Component component, long version)
    {
        var won = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(
            async () => await Documents.TryWriteAsync(Document(component, version + 1, $"{i}"), version, Cancel),
            Cancel)));
        return Assert.Single(Enumerable.Range(0, won.Length).Where(i => won[i]));
    }

    /// <summary>Records compare their lists by reference, so that the lists are compared apart.</summary>
    private static void AssertSame(MigrationDocument expected, MigrationDocument actual)
    {
        Assert.Equal(expected.History, actual.History);
        Assert.Equal(expected.Divergences, actual.Divergences);
        Assert.Equal(expected, actual with { History = expected.History, Divergences = expected.Divergences });
    }
}

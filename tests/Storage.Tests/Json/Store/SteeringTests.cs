using HybridOrleans.Storage.Json;
using HybridOrleans.Storage.Json.Debt;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.Storage.Tests.Json.Store;

/// <summary>The small files beside the journals: documents, debts, and sessions of processes that mirror.</summary>
public sealed class SteeringTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Journal => $"{_folder.Root}/.journal";

    [Theory]
    [InlineData("no document")]
    [InlineData("")]
    [InlineData("""{"format":1,"document":{},"hash":"00"}""")]
    public async Task A_document_that_was_damaged_is_refused_and_never_overwritten(string text)
    {
        await using var store = await JsonStores.OpenAsync(_folder.Root);
        Assert.True(await store.Documents.TryWriteAsync(DocumentOf(Component.Users, Phase.Live), 0, Cancel));
        await File.WriteAllTextAsync($"{Journal}/users/migration.json", text, Cancel);
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await store.Documents.ReadAsync(Component.Users, Cancel));
        Assert.Contains("'.journal/users/migration.json'", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.Documents.TryWriteAsync(
            DocumentOf(Component.Users, Phase.Live), 0, Cancel));
        Assert.Equal(text, await File.ReadAllTextAsync($"{Journal}/users/migration.json", Cancel));
        Assert.Null(await store.Documents.ReadAsync(Component.Grains, Cancel));
    }

    [Fact]
    public async Task A_document_is_on_the_disk_exactly_as_the_format_writes_it()
    {
        await using var store = await JsonStores.OpenAsync(_folder.Root);
        var document = DocumentOf(Component.Users, Phase.Shadow);
        Assert.True(await store.Documents.TryWriteAsync(document, 0, Cancel));
        Assert.Equal(
            MigrationDocumentFormat.Write(document),
            await File.ReadAllBytesAsync($"{Journal}/users/migration.json", Cancel));
    }

    [Fact]
    public async Task Documents_can_be_read_while_another_process_holds_the_lock()
    {
        await using var store = await JsonStores.OpenAsync(_folder.Root);
        Assert.True(await store.Documents.TryWriteAsync(DocumentOf(Component.Users, Phase.Live), 0, Cancel));
        await using var child = Children.Count(_folder.Root, crashAt: "Flushed:2:freeze");
        await child.WaitForAsync("accepted");
        Assert.Equal(Phase.Live, (await store.Documents.ReadAsync(Component.Users, Cancel))!.Phase);
        Assert.False((await new JsonDebtLedger(store).ReadAsync(Component.Users, Cancel)).IsRaised);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Killed_in_the_middle_of_a_replacement_the_next_process_finds_the_old_or_the_new_file(int pass)
    {
        await using var child = Children.Steer($"Replaced:{pass}:kill");
        await child.WaitForAsync("listening");
        await child.SayAsync(_folder.Root);
        await child.WaitForEndAsync();
        Assert.DoesNotContain("done", child.Lines);
        var accepted = child.Answers().Where(a => a.Outcome == "accepted").ToList();
        await using var store = await JsonStores.OpenAsync(_folder.Root);
        await AssertKeptAsync(store, accepted, $"pass {pass}");
    }

    [Theory]
    [InlineData("rename", "EIO")]
    [InlineData("fsync", "EIO")]
    [InlineData("openat", "EMFILE")]
    [InlineData("pwrite64", "ENOSPC")]
    [InlineData("flock", "EIO")]
    public async Task After_any_fault_documents_and_debts_are_what_was_answered(string call, string error)
    {
        await using var child = Children.Steer();
        await child.WaitForAsync("listening");
        await child.SayAsync($"{_folder.Root}-warm");
        var from = await child.WaitForAsync("done");
        for (var n = 1; n <= 60; n++)
        {
            var root = $"{_folder.Root}-{n}";
            int injected;
            await using (var strace = await Strace.AttachAsync(child.Id, call, error, n, $"{_folder.Path}/trace-{n}"))
            {
                await child.SayAsync(root);
                var end = await child.WaitForAsync("done", from: from);
                injected = await strace.DetachAsync();
                var answers = child.Answers(from).ToList();
                Assert.All(answers, a => Assert.True(
                    a.Outcome is "accepted" or "conflict" or "unavailable", $"{call} {n}: {a.Outcome} {a.Message}"));
                await using var store = await JsonStores.OpenAsync(root);
                await AssertKeptAsync(store, [.. answers.Where(a => a.Outcome == "accepted")], $"{call} {n}");
                from = end;
            }

            if (injected == 0)
            {
                Assert.True(n > 2, $"Only {n - 1} calls of {call} were made to fail.");
                return;
            }
        }

        Assert.Fail($"{call} was called more than 60 times by one thread.");
    }

    [Fact]
    public async Task A_process_that_dies_while_it_mirrors_leaves_debt_in_the_components_that_had_mirrored_writes()
    {
        await using var store = await JsonStores.OpenAsync(_folder.Root);
        var ledger = new JsonDebtLedger(store);
        await MirrorOnlyUsersAsync(store);
        await using var child = Children.Mirror(_folder.Root);
        await child.WaitForAsync("mirroring");
        Assert.False((await ledger.ReadAsync(Component.Users, Cancel)).IsRaised);

        await child.KillAsync();
        Assert.True((await ledger.ReadAsync(Component.Users, Cancel)).IsUnpaid);
        Assert.False((await ledger.ReadAsync(Component.Analytics, Cancel)).IsRaised);
        Assert.False((await ledger.ReadAsync(Component.Grains, Cancel)).IsRaised);
        Assert.Empty(Directory.GetFiles($"{Journal}/sessions"));
        var generation = await ledger.BeginPayingAsync(Component.Users, Cancel);
        Assert.True(await ledger.TryPayAsync(Component.Users, generation, Cancel));
        Assert.False((await ledger.ReadAsync(Component.Users, Cancel)).IsRaised);
    }

    [Fact]
    public async Task Whoever_opens_the_root_after_an_unclean_end_raises_the_debt()
    {
        await using (var store = await JsonStores.OpenAsync(_folder.Root))
        {
            await MirrorOnlyUsersAsync(store);
        }

        await using (var child = Children.Mirror(_folder.Root))
        {
            await child.WaitForAsync("mirroring");
            await child.KillAsync();
        }

        await (await JsonStores.OpenAsync(_folder.Root)).DisposeAsync();
        Assert.Equal("1 raised 0\n", await File.ReadAllTextAsync($"{Journal}/users/debt", Cancel));
        Assert.False(File.Exists($"{Journal}/analytics/debt"));
    }

    [Fact]
    public async Task A_process_that_dies_during_a_payment_is_not_paid_with_it()
    {
        await using var store = await JsonStores.OpenAsync(_folder.Root);
        var ledger = new JsonDebtLedger(store);
        await MirrorOnlyUsersAsync(store);
        await using var child = Children.Mirror(_folder.Root);
        await child.WaitForAsync("mirroring");
        var generation = await ledger.BeginPayingAsync(Component.Users, Cancel);
        await child.KillAsync();
        Assert.False(await ledger.TryPayAsync(Component.Users, generation, Cancel));
    }

    [Fact]
    public async Task A_process_that_stops_cleanly_leaves_no_debt()
    {
        await using var store = await JsonStores.OpenAsync(_folder.Root);
        await MirrorOnlyUsersAsync(store);
        await using var child = Children.Mirror(_folder.Root);
        await child.WaitForAsync("mirroring");
        await child.SayAsync("");
        await child.WaitForEndAsync();
        Assert.Contains("done", child.Lines);
        Assert.False((await new JsonDebtLedger(store).ReadAsync(Component.Users, Cancel)).IsRaised);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task MirrorOnlyUsersAsync(JsonRecordStore store)
    {
        var documents = store.Documents;
        Assert.True(await documents.TryWriteAsync(DocumentOf(Component.Users, Phase.DualWrite), 0, Cancel));
        Assert.True(await documents.TryWriteAsync(DocumentOf(Component.Analytics, Phase.Off), 0, Cancel));
    }

    private static async Task AssertKeptAsync(
        JsonRecordStore store, IReadOnlyList<ChildAnswer> accepted, string context)
    {
        var version = (await store.Documents.ReadAsync(Component.Users, Cancel))?.Version ?? 0;
        var debt = await new JsonDebtLedger(store).ReadAsync(Component.Users, Cancel);
        var newest = accepted.Where(a => a.Key == "document").Select(a => a.Revision.Value).DefaultIfEmpty().Max();
        Assert.True(version >= newest, $"{context}: version {version} stands, and {newest} was acknowledged.");
        var generation = Has("debt", 2) && Has("paying", 1) ? 2 : Has("debt", 1) || Has("debt", 2) ? 1 : 0;
        Assert.True(
            debt.Generation >= generation && (generation == 0 || debt.IsRaised),
            $"{context}: {debt} stands, and generation {generation} was raised.");
        Assert.True(!Has("paying", 1) || debt.Paying >= 1, $"{context}: {debt} stands, and was being paid.");

        bool Has(string what, long number) => accepted.Any(a => a.Key == what && a.Revision.Value == number);
    }

    private static MigrationDocument DocumentOf(Component component, Phase phase) => new()
    {
        Component = component,
        Version = 1,
        Epoch = Epoch.Initial,
        Phase = phase,
        SharePercent = 0,
    };
}

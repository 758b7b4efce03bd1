using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Controlling;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Migration.Verifying;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Tests.Migration.Simulating;
using Xunit;

namespace HybridOrleans.Storage.Tests.Migration.Verifying;

/// <summary>What is called a divergence, what is merely behind, and how a divergence ends.</summary>
public sealed class VerifierTests
{
    private static readonly CancellationToken Cancel = MigrationLab.Cancel;
    private static readonly VerbRequest Ann = MigrationLab.Ann;
    private readonly MigrationLab _lab = new();

    public static TheoryData<string> Edits => ["ahead", "other bytes", "a key the root never had", "damaged"];

    [Theory]
    [MemberData(nameof(Edits))]
    public void A_follower_that_was_changed_from_outside_is_divergent_and_blocks(string edit) => _lab.Run(async () =>
    {
        var process = await LiveAsync();
        Edit(edit);
        Assert.Contains(" 1 divergent", await MigrationLab.NotAsync(Complete(process)), StringComparison.Ordinal);
        var divergence = Assert.Single((await _lab.DocumentAsync()).Divergences);
        Assert.NotNull(divergence.Postgres);
        Assert.Contains("1 keys differ", await MigrationLab.NotAsync(process.RampDownAsync(Ann, Cancel)),
            StringComparison.Ordinal);
    });

    [Theory]
    [InlineData("ahead")]
    [InlineData("other bytes")]
    [InlineData("a key the root never had")]
    public void A_repair_makes_the_roots_body_a_revision_above_both_and_keeps_the_other(string edit)
        => _lab.Run(async () =>
        {
            var process = await LiveAsync();
            Edit(edit);
            await MigrationLab.NotAsync(Complete(process));
            await MigrationLab.DidAsync(process.RepairAsync(null, MigrationLab.AnnAsks, Cancel));
            Assert.Single((await _lab.DocumentAsync()).Divergences);
            await MigrationLab.DidAsync(process.RepairAsync(null, Ann, Cancel));
            await MigrationLab.DidAsync(process.RepairAsync(null, Ann, Cancel));
            await MigrationLab.DidAsync(Complete(process));
            await Comparison.AssertEqualAsync(_lab.Json.Memory, _lab.Postgres.Memory, "after the repair");
            var kept = await _lab.Postgres.Quarantine.ListAsync("han", Cancel).ToListAsync(Cancel);
            Assert.Equal("{\"edited\":1}"u8.ToArray(), Assert.Single(kept).Content.ToArray());
            var key = edit == "a key the root never had" ? MigrationLab.Key(900) : MigrationLab.Key(7);
            var root = await _lab.Json.Memory.ReadAsync(key, Epoch.Initial, Cancel);
            Assert.True(root!.Revision.Value > (edit == "ahead" ? 9 : 1), $"It stands at {root.Revision}.");
            Assert.Equal(edit == "a key the root never had", root.IsTombstone);
        });

    [Fact]
    public void Every_divergence_is_listed_and_repaired_though_the_document_carries_the_first_ones_only()
        => _lab.Run(async () =>
        {
            var process = await LiveAsync();
            var keys = Enumerable.Range(1_000, 120).Select(MigrationLab.Key).ToArray();
            foreach (var key in keys)
            {
                _lab.Postgres.Memory.EditFromOutside(key, Edited(1));
            }

            Assert.Contains(" 120 divergent", await MigrationLab.NotAsync(Complete(process)), StringComparison.Ordinal);
            Assert.Equal(MigrationDocument.DivergencesMax, (await _lab.DocumentAsync()).Divergences.Count);
            Assert.Equal(keys.Select(k => k.Text).Order(StringComparer.Ordinal), await ListedAsync(process));
            _lab.Postgres.IsDown = true;
            Assert.Equal(MigrationDocument.DivergencesMax, (await ListedAsync(process)).Count);
            _lab.Postgres.IsDown = false;
            Assert.Contains("Would repair 120 keys",
                (await process.RepairAsync(null, MigrationLab.AnnAsks, Cancel)).Message, StringComparison.Ordinal);
            Assert.Contains("120 of 120 keys repaired",
                (await process.RepairAsync(null, Ann, Cancel)).Message, StringComparison.Ordinal);
            Assert.Empty(await ListedAsync(process));
            await MigrationLab.DidAsync(Complete(process));
        });

    [Fact]
    public void What_an_earlier_migration_listed_is_void() => _lab.Run(async () =>
    {
        var process = await LiveAsync();
        _lab.Postgres.Memory.EditFromOutside(MigrationLab.Key(900), Edited(1));
        await MigrationLab.NotAsync(Complete(process));
        await MigrationLab.DidAsync(process.DisableAsync(Ann, Cancel));
        Assert.Empty(await ListedAsync(process));
        await MigrationLab.DidAsync(process.StartAsync(Ann, Cancel));
        Assert.Empty(await ListedAsync(process));
    });

    [Fact]
    public void A_follower_that_is_behind_is_caught_up_and_not_divergent() => _lab.Run(async () =>
    {
        var process = await LiveAsync();
        _lab.Postgres.Memory.EditFromOutside(MigrationLab.Key(3), null);
        await WriteToJsonAloneAsync(MigrationLab.Key(4));
        var result = await Complete(process);
        Assert.Equal("50 compared, 0 divergent, 2 healed.", result.Message);
        await Comparison.AssertEqualAsync(_lab.Json.Memory, _lab.Postgres.Memory, "after verifying");
    });

    [Fact]
    public void Writes_in_flight_are_no_divergence() => _lab.Run(async () =>
    {
        var process = await LiveAsync();
        var writers = Enumerable.Range(1, 4).Select(seed => new LiveWriter(_lab, seed, 5)).ToArray();
        var running = Task.WhenAll(writers.Select(w => w.RunAsync(TimeSpan.FromMilliseconds(10))));
        for (var i = 0; i < 20; i++)
        {
            await MigrationLab.DidAsync(Complete(process));
            await _lab.Simulation.PassAsync(TimeSpan.FromMilliseconds(130));
        }

        Array.ForEach(writers, w => w.IsStopped = true);
        await running;
    });

    [Fact]
    public void One_key_and_a_part_say_what_they_found_and_only_all_of_it_is_kept() => _lab.Run(async () =>
    {
        var process = await LiveAsync();
        var before = (await _lab.DocumentAsync()).Version;
        Edit("other bytes");
        await MigrationLab.DidAsync(process.VerifyAsync(VerifyScope.One(MigrationLab.Key(8)), Ann, Cancel));
        await MigrationLab.NotAsync(process.VerifyAsync(VerifyScope.One(MigrationLab.Key(7)), Ann, Cancel));
        await MigrationLab.NotAsync(process.VerifyAsync(VerifyScope.Sample(100), Ann, Cancel));
        var half = await process.VerifyAsync(VerifyScope.Sample(50), Ann, Cancel);
        Assert.InRange(long.Parse(half.Message.Split(' ')[0], provider: null), 10, 40);
        Assert.Equal(before + 1, (await _lab.DocumentAsync()).Version);
    });

    [Fact]
    public void A_sample_of_every_size_walks_whole_buckets_once()
    {
        for (var percent = 1; percent <= 100; percent++)
        {
            var buckets = VerifyScope.Sample(percent).Buckets.ToList();
            Assert.Equal(buckets.Distinct().Count(), buckets.Count);
            Assert.InRange(buckets.Count, 256 * percent / 100, (256 * percent / 100) + 1);
        }
    }

    private static Task<VerbResult> Complete(ComponentMigration process)
        => process.VerifyAsync(VerifyScope.Complete, Ann, Cancel);

    private async Task<ComponentMigration> LiveAsync()
    {
        await _lab.FillAsync(50);
        var process = _lab.Process();
        await _lab.EnableAsync(process);
        return process;
    }

    private static async Task<List<string>> ListedAsync(ComponentMigration process)
        => (await process.DivergencesAsync(1_000, Cancel)).Divergences.Select(d => d.Key).ToList();

    private void Edit(string edit)
    {
        switch (edit)
        {
            case "damaged":
                _lab.Postgres.Memory.DamageFromOutside(MigrationLab.Key(7));
                break;
            case "a key the root never had":
                _lab.Postgres.Memory.EditFromOutside(MigrationLab.Key(900), Edited(1));
                break;
            default:
                _lab.Postgres.Memory.EditFromOutside(MigrationLab.Key(7), Edited(edit == "ahead" ? 9 : 1));
                break;
        }
    }

    private static StoredRecord Edited(long revision) => new()
    {
        Revision = new Revision(revision),
        WriteId = WriteId.New(),
        Body = MigrationLab.Body("{\"edited\":1}"),
    };

    private async Task WriteToJsonAloneAsync(RecordKey key)
    {
        var write = new RecordWrite
        {
            Key = key,
            Expected = new Revision(1),
            Body = null,
            WriteId = WriteId.New(),
            Epoch = Epoch.Initial,
        };
        Assert.True((await _lab.Json.Memory.WriteAsync(write, Cancel)).Accepted);
    }
}

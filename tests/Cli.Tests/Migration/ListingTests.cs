using System.Text.Json;
using HybridOrleans.Cli.Tests.Fakes;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Tests.Migration;

public sealed class ListingTests
{
    private readonly CommandLineHarness _hybrid = new();

    private MemoryMigration Controller => _hybrid.Store.Controller;

    private static MigrationStatus Verifying => MemoryMigration.Off() with
    {
        Guarantee =
        [
            "An acknowledged write is in JSON, and in PostgreSQL or noted as debt.",
            "If PostgreSQL died now: 0 acknowledged writes lost, JSON answers.",
        ],
        Phase = MigrationPhase.Live,
        SharePercent = 25,
        Epoch = 4,
        Version = 31,
        BlockedBecause = "3 keys diverge: run 'repair' first.",
        Goal = "Live at 100 %",
        Progress = new MigrationProgress("verify", 12_000, 100_000, 40_000, TimeSpan.FromHours(25.5), 0, false),
        HasDebt = true,
        PostgresAnswers = true,
        Recent = new RecentCalls(12_345, 1, 20, 3, TimeSpan.FromMilliseconds(4.2)),
        LastVerification = "2 min ago: 100,000 compared, 3 divergent",
        Divergent = 3,
        Silos =
        [
            new SiloView("10.0.0.1:11111", ComponentName.Users, 4, MigrationPhase.Live, 25, TimeSpan.FromSeconds(0.2)),
            new SiloView("10.0.0.2:11111", ComponentName.Users, 4, MigrationPhase.Shadow, 5, TimeSpan.FromSeconds(0.1)),
            new SiloView("10.0.0.3:11111", ComponentName.Users, 3, MigrationPhase.Live, 25, TimeSpan.FromSeconds(0.3)),
            new SiloView("10.0.0.4:11111", ComponentName.Users, 4, MigrationPhase.Live, 25, TimeSpan.FromSeconds(9)),
        ],
    };

    [Fact]
    public async Task Status_leads_with_the_guarantee()
    {
        Controller.Then(Verifying);
        var result = await _hybrid.RunAsync("migration", "status", "users");
        Assert.Equal(ExitCode.Done, result.Code);
        Golden.Check("tests/Cli.Tests/golden/v1/migration-status.txt", result.Text);
    }

    [Fact]
    public async Task Status_for_a_program_has_every_value()
    {
        Controller.Then(Verifying);
        var result = await _hybrid.RunAsync("migration", "status", "users", "--format", "json");
        Golden.Check("tests/Cli.Tests/golden/v1/migration-status.json", result.Text);
    }

    [Fact]
    public async Task A_lag_that_is_not_known_is_not_told_as_none()
    {
        Controller.Then(Verifying with { HasDebt = false, Lag = null });
        var text = await _hybrid.RunAsync("migration", "status", "users");
        Assert.Contains("\nlag           not known: ", text.Text, StringComparison.Ordinal);
        Controller.Then(Verifying with { HasDebt = false, Lag = null });
        var table = await _hybrid.RunAsync("migration", "status");
        Assert.Contains("not known", table.Text, StringComparison.Ordinal);
        Controller.Then(Verifying with { Lag = null });
        var json = await _hybrid.RunAsync("migration", "status", "users", "--format", "json");
        Assert.Equal(JsonValueKind.Null, json.Json.GetProperty("lag").ValueKind);
    }

    [Fact]
    public async Task Status_without_a_component_is_a_table_of_all()
    {
        Controller.Then(Verifying);
        Controller.Then(MemoryMigration.Off());
        var text = await _hybrid.RunAsync("migration", "status");
        Assert.Equal(5, Controller.Looks);
        Golden.Check("tests/Cli.Tests/golden/v1/migration-status-all.txt", text.Text);
        var json = await _hybrid.RunAsync("migration", "status", "--format", "json");
        Assert.Equal(
            ["users", "configuration", "conversations", "analytics", "grains"],
            json.Json.GetProperty("components").EnumerateArray().Select(c => c.GetProperty("component").GetString()));
    }

    [Fact]
    public async Task Divergences_show_both_sides()
    {
        var none = await _hybrid.RunAsync("migration", "divergences", "users");
        Assert.Equal((ExitCode.Done, "No divergence of users is known.\n"), (none.Code, none.Text));
        Controller.Divergences.Add(new("han/42", "same revision, other bytes [x]", 7, "1f2e3d4c5b6a7980", 7, "00"));
        Controller.Divergences.Add(new("han/43", "only in PostgreSQL", 0, "", 2, ""));
        var text = await _hybrid.RunAsync("migration", "divergences", "users");
        Assert.Equal(ExitCode.Divergent, text.Code);
        Golden.Check("tests/Cli.Tests/golden/v1/migration-divergences.txt", text.Text);
        var json = await _hybrid.RunAsync("migration", "divergences", "users", "--format", "json");
        Assert.Equal(ExitCode.Divergent, json.Code);
        var first = json.Json.GetProperty("divergences")[0];
        Assert.Equal(
            ("han/42", 7, "1f2e3d4c5b6a7980", 7, "00"),
            (first.GetProperty("key").GetString(), first.GetProperty("rootRevision").GetInt64(),
                first.GetProperty("rootHash").GetString(), first.GetProperty("followerRevision").GetInt64(),
                first.GetProperty("followerHash").GetString()));
    }

    [Fact]
    public async Task Assess_tells_the_worst_first_and_whether_it_blocks()
    {
        Controller.Findings.Add(new("JSON", "rename", FindingSeverity.Passed, "works between two processes"));
        Controller.Findings.Add(new("PostgreSQL", "round trip", FindingSeverity.Warns, "31 ms: move it nearer"));
        var fine = await _hybrid.RunAsync("migration", "assess", "users");
        Assert.Equal(ExitCode.Done, fine.Code);
        Assert.EndsWith("Nothing stands in the way.\n", fine.Text, StringComparison.Ordinal);
        Controller.Findings.Add(new("PostgreSQL", "version", FindingSeverity.Blocks, "12.1: 14 or later is needed"));
        var text = await _hybrid.RunAsync("migration", "assess", "users");
        Assert.Equal(ExitCode.Refused, text.Code);
        Golden.Check("tests/Cli.Tests/golden/v1/migration-assess.txt", text.Text);
        var json = await _hybrid.RunAsync("migration", "assess", "users", "--format", "json");
        Assert.Equal(
            ["passed", "warns", "blocks"],
            json.Json.GetProperty("findings").EnumerateArray().Select(one => one.GetProperty("severity").GetString()));
    }

    [Fact]
    public async Task History_tells_when_who_why_and_what_came_of_it()
    {
        var none = await _hybrid.RunAsync("migration", "history", "users");
        Assert.Equal((ExitCode.Done, "Nothing was done to users yet.\n"), (none.Code, none.Text));
        Controller.History.Add(new(DateTimeOffset.UnixEpoch, "ann", "rollback", "slow [evening]", "Shadow 5 %"));
        var text = await _hybrid.RunAsync("migration", "history", "users");
        Golden.Check("tests/Cli.Tests/golden/v1/migration-history.txt", text.Text);
        var json = await _hybrid.RunAsync("migration", "history", "users", "--format", "json");
        var one = Assert.Single(json.Json.GetProperty("history").EnumerateArray());
        Assert.Equal(
            ("ann", "rollback", "slow [evening]"),
            (one.GetProperty("by").GetString(), one.GetProperty("what").GetString(),
                one.GetProperty("why").GetString()));
    }

    [Theory]
    [InlineData("han/-1001", "users", "-1001", "--bot", "han")]
    [InlineData("han/42", "users", "han/42")]
    [InlineData("han/global", "configuration", "han/global")]
    public async Task Explain_names_the_key_as_it_is_stored(string stored, string component, params string[] rest)
    {
        var text = await _hybrid.RunAsync(["migration", "explain", component, .. rest]);
        Assert.Equal(ExitCode.Done, text.Code);
        Assert.StartsWith("JSON holds revision 17, ", text.Text, StringComparison.Ordinal);
        Assert.Equal(3, text.Text.TrimEnd('\n').Split('\n').Length);
        Assert.Equal(stored, Assert.Single(Controller.Explained).Key);
        var json = await _hybrid.RunAsync(["migration", "explain", component, .. rest, "--format", "json"]);
        Assert.Equal(stored, json.Json.GetProperty("key").GetString());
        Assert.Equal(3, json.Json.GetProperty("lines").GetArrayLength());
    }
}

using System.Globalization;
using HybridOrleans.Cli.Tests.Fakes;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Tests.Migration;

public sealed class VerbTests
{
    private readonly CommandLineHarness _hybrid = new() { Time = new JumpingTime() };

    private MemoryMigration Controller => _hybrid.Store.Controller;

    [Theory]
    [InlineData(MigrationVerb.Start)]
    [InlineData(MigrationVerb.Pause)]
    [InlineData(MigrationVerb.Resume)]
    [InlineData(MigrationVerb.Verify)]
    [InlineData(MigrationVerb.Repair)]
    [InlineData(MigrationVerb.Promote)]
    [InlineData(MigrationVerb.Rollback)]
    [InlineData(MigrationVerb.RampDown)]
    [InlineData(MigrationVerb.Complete)]
    [InlineData(MigrationVerb.Reopen)]
    [InlineData(MigrationVerb.Abort)]
    [InlineData(MigrationVerb.Enable)]
    [InlineData(MigrationVerb.Disable)]
    [InlineData(MigrationVerb.Rehearse)]
    public async Task Each_verb_sends_its_own_request(MigrationVerb verb)
    {
        var name = verb.ToString().ToLower(CultureInfo.InvariantCulture);
        string[] noWait = verb is MigrationVerb.Start or MigrationVerb.Verify or MigrationVerb.RampDown
            or MigrationVerb.Complete or MigrationVerb.Reopen or MigrationVerb.Enable or MigrationVerb.Disable
            or MigrationVerb.Rehearse
            ? ["--no-wait"]
            : [];
        string[] yes = verb is MigrationVerb.RampDown or MigrationVerb.Complete or MigrationVerb.Rehearse
            ? ["--yes"]
            : [];
        var result = await _hybrid.RunAsync(
            ["migration", name, "analytics", "--by", "ann", "--why", "a test", .. noWait, .. yes]);
        Assert.Equal((ExitCode.Done, "Taken on.\n", ""), (result.Code, result.Text, result.Messages));
        Assert.Equal(
            (ComponentName.Analytics, new MigrationRequest { Verb = verb, By = "ann", Why = "a test" }),
            Assert.Single(Controller.Requests));
        Assert.Equal(0, Controller.Looks);
    }

    [Fact]
    public async Task Numbers_and_keys_reach_the_controller()
    {
        await _hybrid.RunAsync("migration", "throttle", "users", "--max", "2000");
        await _hybrid.RunAsync("migration", "promote", "users", "--share", "25");
        await _hybrid.RunAsync("migration", "verify", "users", "--sample", "5", "--no-wait");
        await _hybrid.RunAsync("migration", "verify", "users", "--key", "-42", "--bot", "han", "--no-wait");
        await _hybrid.RunAsync("migration", "repair", "users", "--key", "han/-42");
        await _hybrid.RunAsync("migration", "repair", "configuration", "--key", "han/global");
        await _hybrid.RunAsync("migration", "rehearse", "users", "--share", "7", "--cut", "0.5", "--yes", "--no-wait");
        var requests = Controller.Requests.Select(one => one.Request).ToList();
        Assert.Equal(2000, requests[0].RecordsPerSecondMax);
        Assert.Equal(25, requests[1].SharePercent);
        Assert.Equal(5, requests[2].SamplePercent);
        Assert.Equal(["han/-42", "han/-42", "han/global"], requests[3..6].Select(one => one.Key));
        Assert.Equal((7, TimeSpan.FromSeconds(0.5)), (requests[6].SharePercent, requests[6].CutFor));
        Assert.All(requests, one => Assert.Equal(Environment.UserName, one.By));
    }

    [Theory]
    [InlineData("is no component: use one of users,", "migration", "start", "user")]
    [InlineData("is no component", "migration", "status", "0")]
    [InlineData("--share 101 is outside 0 to 100", "migration", "promote", "users", "--share", "101")]
    [InlineData("--sample 0 is outside 1 to 100", "migration", "verify", "users", "--sample", "0")]
    [InlineData("--max -1 is outside 0 to", "migration", "throttle", "users", "--max", "-1")]
    [InlineData("--max", "migration", "throttle", "users")]
    [InlineData("not both", "migration", "verify", "users", "--sample", "1", "--key", "a/1")]
    [InlineData("Which bot?", "migration", "verify", "users", "--key", "42")]
    [InlineData("is no Telegram id", "migration", "explain", "users", "eva", "--bot", "han")]
    [InlineData("The key is empty", "migration", "repair", "configuration", "--key", "")]
    [InlineData("Who asks?", "migration", "pause", "users", "--by", " ")]
    public async Task What_cannot_be_meant_never_reaches_the_controller(string reason, params string[] arguments)
    {
        var result = await _hybrid.RunAsync(arguments);
        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains(reason, result.Messages, StringComparison.Ordinal);
        Assert.Null(_hybrid.Connected);
    }

    [Fact]
    public async Task A_reason_that_would_be_cut_is_refused()
    {
        var result = await _hybrid.RunAsync("migration", "pause", "users", "--why", new string('x', 501));
        Assert.Equal(
            (ExitCode.Usage, "hybrid: --why has 501 characters; at most 500 are kept.\n"),
            (result.Code, result.Messages));
    }

    [Fact]
    public async Task A_refusal_has_an_exit_code_and_the_one_reason()
    {
        Controller.Answer = new MigrationAnswer(false, "No verification in epoch 3: run 'verify' first.");
        var text = await _hybrid.RunAsync("migration", "promote", "users");
        Assert.Equal(
            (ExitCode.Refused, "", "hybrid: No verification in epoch 3: run 'verify' first.\n"),
            (text.Code, text.Text, text.Messages));
        var json = await _hybrid.RunAsync("migration", "enable", "users", "--format", "json");
        Assert.Equal(ExitCode.Refused, json.Code);
        Assert.False(json.Json.GetProperty("done").GetBoolean());
        Assert.StartsWith("No verification", json.Json.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, Controller.Looks);
    }

    [Fact]
    public async Task A_dry_run_asks_nobody_and_waits_for_nothing()
    {
        Controller.Answer = new MigrationAnswer(true, "The root would become PostgreSQL.");
        var text = await _hybrid.RunAsync("migration", "rampdown", "users", "--dry-run");
        Assert.Equal(
            (ExitCode.Done, "Dry run: The root would become PostgreSQL.\n"), (text.Code, text.Text));
        Assert.True(Assert.Single(Controller.Requests).Request.DryRun);
        Assert.Equal(0, Controller.Looks);
        var json = await _hybrid.RunAsync("migration", "enable", "users", "--dry-run", "--format", "json");
        Assert.True(json.Json.GetProperty("dryRun").GetBoolean());
    }

    [Theory]
    [InlineData("rampdown", "while PostgreSQL is down, writes fail", "RampDown users? [y/N]")]
    [InlineData("complete", "there is no way back", "Complete users? [y/N]")]
    public async Task What_cannot_be_undone_at_once_is_told_and_asked(string verb, string consequence, string question)
    {
        var silent = await _hybrid.RunAsync("migration", verb, "users", "--no-wait");
        Assert.Equal(ExitCode.Usage, silent.Code);
        Assert.Contains("add --yes", silent.Messages, StringComparison.Ordinal);

        _hybrid.InputIsTerminal = true;
        var no = await _hybrid.RunWithInputAsync("\n"u8.ToArray(), "migration", verb, "users", "--no-wait");
        Assert.Equal(ExitCode.Stopped, no.Code);
        Assert.Contains(consequence, no.Messages, StringComparison.Ordinal);
        Assert.Contains(question, no.Messages, StringComparison.Ordinal);
        Assert.Empty(Controller.Requests);
        Assert.Null(_hybrid.Connected);

        var yes = await _hybrid.RunWithInputAsync("y\n"u8.ToArray(), "migration", verb, "users", "--no-wait");
        Assert.Equal(ExitCode.Done, yes.Code);
        Assert.Single(Controller.Requests);
    }
}

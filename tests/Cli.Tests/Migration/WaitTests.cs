using System.Text.Json;
using HybridOrleans.Cli.Tests.Fakes;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Tests.Migration;

public sealed class WaitTests
{
    private readonly JumpingTime _time = new();
    private readonly CommandLineHarness _hybrid;

    public WaitTests() => _hybrid = new CommandLineHarness { Time = _time };

    private MemoryMigration Controller => _hybrid.Store.Controller;

    private static MigrationStatus Copying => MemoryMigration.Off() with
    {
        Phase = MigrationPhase.DualWrite,
        Goal = "Live at 100 %",
        Progress = new MigrationProgress("synchronise", 3_000, 12_000, 300, TimeSpan.FromSeconds(30), 500, false),
    };

    private static MigrationStatus Between => Copying with { Progress = null };

    private static MigrationStatus AtRest => MemoryMigration.Off() with
    {
        Phase = MigrationPhase.Live,
        SharePercent = 100,
        LastOutcome = new MigrationAnswer(true, "Live at 100 %: 12,000 records, 0 divergent."),
    };

    [Fact]
    public async Task The_progress_is_told_and_the_outcome_is_the_result()
    {
        Controller.Then(Copying);
        Controller.Then(Between with { Phase = MigrationPhase.Shadow, SharePercent = 5 });
        Controller.Then(Between with { IsSealed = true });
        Controller.Then(AtRest);
        var result = await _hybrid.RunAsync("migration", "enable", "users");
        Assert.Equal(
            (ExitCode.Done, "Taken on.\nLive at 100 %: 12,000 records, 0 divergent.\n"), (result.Code, result.Text));
        Assert.Equal(
            """
            users DualWrite: synchronise 3,000 of 12,000, 300/s (max 500), 0:00:30 left
            users Shadow 5 %: on the way to Live at 100 %
            users DualWrite: switching; callers wait
            users Live 100 %: rests

            """.ReplaceLineEndings("\n"),
            result.Messages);
    }

    [Fact]
    public async Task A_long_step_is_told_every_five_seconds()
    {
        for (var look = 0; look < 25; look++)
        {
            Controller.Then(Copying);
        }

        Controller.Then(AtRest);
        var result = await _hybrid.RunAsync("migration", "start", "users");
        Assert.Equal(3, result.Messages.Split("synchronise").Length - 1);
        Assert.Equal(TimeSpan.FromSeconds(12.5), _time.Elapsed);
    }

    [Fact]
    public async Task A_program_gets_one_document_with_answer_and_end()
    {
        Controller.Then(Copying);
        Controller.Then(AtRest);
        var json = (await _hybrid.RunAsync("migration", "enable", "users", "--format", "json")).Json;
        Assert.Equal(
            ("users", "enable", true, "Taken on."),
            (json.GetProperty("component").GetString(), json.GetProperty("verb").GetString(),
                json.GetProperty("done").GetBoolean(), json.GetProperty("message").GetString()));
        var end = json.GetProperty("end");
        Assert.Equal("done", end.GetProperty("result").GetString());
        Assert.Equal("live", end.GetProperty("status").GetProperty("phase").GetString());
    }

    [Fact]
    public async Task A_failure_of_the_work_is_a_failure_of_the_command()
    {
        Controller.Then(Copying);
        Controller.Then(AtRest with { LastOutcome = new MigrationAnswer(false, "PostgreSQL is full.") });
        var result = await _hybrid.RunAsync("migration", "start", "users");
        Assert.Equal((ExitCode.Failed, "Taken on.\n"), (result.Code, result.Text));
        Assert.EndsWith("hybrid: PostgreSQL is full.\n", result.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_controller_that_rests_without_an_outcome_has_not_succeeded()
    {
        Controller.Then(Copying);
        Controller.Then(AtRest with { LastOutcome = null });
        var result = await _hybrid.RunAsync("migration", "start", "users");
        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Contains("'hybrid migration history users'", result.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Divergent_keys_have_an_exit_code_of_their_own()
    {
        Controller.Then(AtRest with
        {
            Divergent = 3,
            LastOutcome = new MigrationAnswer(true, "12,000 compared, 3 divergent."),
        });
        var result = await _hybrid.RunAsync("migration", "verify", "users");
        Assert.Equal(ExitCode.Divergent, result.Code);
        Assert.EndsWith("hybrid: 12,000 compared, 3 divergent.\n", result.Messages, StringComparison.Ordinal);
        Controller.Then(MemoryMigration.Off() with { Divergent = 3, LastOutcome = new MigrationAnswer(true, "Off.") });
        Assert.Equal(ExitCode.Done, (await _hybrid.RunAsync("migration", "disable", "users")).Code);
    }

    [Fact]
    public async Task A_block_ends_the_watching_only_when_it_stays()
    {
        var blocked = Between with { BlockedBecause = "PostgreSQL does not answer." };
        Controller.Then(blocked);
        Controller.Then(Copying);
        for (var look = 0; look < 9; look++)
        {
            Controller.Then(blocked);
        }

        Controller.Then(AtRest);
        Assert.Equal(ExitCode.Done, (await _hybrid.RunAsync("migration", "enable", "users")).Code);

        Controller.Then(blocked);
        var result = await _hybrid.RunAsync("migration", "enable", "users");
        Assert.Equal(ExitCode.Refused, result.Code);
        Assert.EndsWith(
            "hybrid: The way to Live at 100 % is blocked: PostgreSQL does not answer.\n",
            result.Messages,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_paused_is_not_waited_for()
    {
        Controller.Then(Copying with { Progress = Copying.Progress! with { IsPaused = true } });
        var result = await _hybrid.RunAsync("migration", "resume", "users", "--wait");
        Assert.Equal(ExitCode.Refused, result.Code);
        Assert.Contains("3,000 of 12,000, paused\n", result.Messages, StringComparison.Ordinal);
        Assert.Contains("'hybrid migration resume users' goes on", result.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_ends_the_watching_and_says_that_the_controller_goes_on()
    {
        Controller.Then(Copying);
        Controller.Then(() =>
        {
            _hybrid.Stopping.Cancel();
            return Copying;
        });
        var result = await _hybrid.RunAsync("migration", "start", "users", "--format", "json");
        Assert.Equal(ExitCode.Stopped, result.Code);
        Assert.EndsWith(
            """
            Only the watching ended: the controller goes on. 'hybrid migration watch users' looks again.
            hybrid: stopped.

            """.ReplaceLineEndings("\n"),
            result.Messages,
            StringComparison.Ordinal);
        Assert.Equal("null", result.Json.GetProperty("end").GetRawText());
        Assert.Single(Controller.Requests);
    }

    [Fact]
    public async Task A_silo_that_dies_with_the_controller_is_waited_for()
    {
        Controller.Then(Copying);
        Controller.Then(() => throw new DataUnavailableException("the silo went away"));
        Controller.Then(() => throw new DataUnavailableException("the silo went away"));
        Controller.Then(AtRest);
        Assert.Equal(ExitCode.Done, (await _hybrid.RunAsync("migration", "start", "users")).Code);

        for (var look = 0; look < 100; look++)
        {
            Controller.Then(() => throw new DataUnavailableException("the silo went away"));
        }

        var lost = await _hybrid.RunAsync("migration", "start", "users");
        Assert.Equal(ExitCode.Unavailable, lost.Code);
        Assert.Contains("the controller goes on", lost.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_sends_no_request_and_ends_like_the_verb()
    {
        Controller.Then(Copying);
        Controller.Then(AtRest);
        var text = await _hybrid.RunAsync("migration", "watch", "users");
        Assert.Equal(
            (ExitCode.Done, "Live at 100 %: 12,000 records, 0 divergent.\n"), (text.Code, text.Text));
        Assert.Empty(Controller.Requests);
        var json = await _hybrid.RunAsync("migration", "watch", "users", "--format", "json");
        Assert.Equal("live", json.Json.GetProperty("phase").GetString());
    }

    [Fact]
    public async Task Watch_that_follows_goes_on_after_the_end()
    {
        Controller.Then(Copying);
        Controller.Then(AtRest);
        Controller.Then(Copying);
        Controller.Then(() =>
        {
            _hybrid.Stopping.Cancel();
            return AtRest;
        });
        var result = await _hybrid.RunAsync("migration", "watch", "users", "--follow", "--format", "json");
        Assert.Equal(ExitCode.Stopped, result.Code);
        var lines = result.Text.TrimEnd('\n').Split('\n');
        Assert.Equal(
            ["dualWrite", "live", "dualWrite", "live"],
            lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("phase").GetString()));
    }
}

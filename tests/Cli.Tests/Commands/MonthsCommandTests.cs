using HybridOrleans.Cli.Tests.Fakes;

namespace HybridOrleans.Cli.Tests.Commands;

public sealed class MonthsCommandTests
{
    private readonly CommandLineHarness _hybrid = new();

    [Fact]
    public async Task A_month_is_detached_after_a_question_and_put_back_without_one()
    {
        _hybrid.InputIsTerminal = true;
        var no = await _hybrid.RunWithInputAsync("n\n"u8.ToArray(), "analytics", "months", "detach", "2024-03");
        Assert.Equal((ExitCode.Stopped, "attached"), (no.Code, await StateAsync()));
        var yes = await _hybrid.RunAsync("analytics", "months", "detach", "2024-03", "--yes");
        Assert.Equal((ExitCode.Done, "gone"), (yes.Code, await StateAsync()));
        var list = await _hybrid.RunAsync("analytics", "months", "list");
        Assert.Contains("gone", list.Text.Split('\n')[2], StringComparison.Ordinal);
        var back = await _hybrid.RunAsync("analytics", "months", "attach", "2024-03");
        Assert.Equal((ExitCode.Done, "attached"), (back.Code, await StateAsync()));
    }

    [Fact]
    public async Task A_refusal_tells_the_reason_and_has_its_exit_code()
    {
        var refused = await _hybrid.RunAsync("analytics", "months", "detach", "2026-11", "--yes");
        Assert.Equal(ExitCode.Refused, refused.Code);
        Assert.Contains("2026-11 stays as it is: it is not over yet.", refused.Messages, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, (await _hybrid.RunAsync("analytics", "months", "attach", "March")).Code);
    }

    private async Task<string?> StateAsync()
        => (await _hybrid.RunAsync("analytics", "months", "list", "--format", "json")).Json[0]
            .GetProperty("state").GetString();
}

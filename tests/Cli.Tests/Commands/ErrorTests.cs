using HybridOrleans.Cli.Tests.Fakes;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Tests.Commands;

public sealed class ErrorTests
{
    private readonly CommandLineHarness _hybrid = new();

    [Theory]
    [InlineData("is no Telegram id", "profile", "get", "0", "--bot", "han")]
    [InlineData("is no Telegram id", "profile", "get", "eva", "--bot", "han")]
    [InlineData("is no Telegram id", "profile", "get", "9223372036854775808", "--bot", "han")]
    [InlineData("is no bot id", "profile", "get", "1", "--bot", "Han")]
    [InlineData("is no bot id", "profile", "get", "1", "--bot", "../x")]
    [InlineData("Which bot?", "profile", "get", "1")]
    [InlineData("takes json or text", "profile", "get", "1", "--bot", "han", "--format", "xml")]
    [InlineData("--connect-timeout 0 is outside", "profile", "get", "1", "--bot", "han", "--connect-timeout", "0")]
    [InlineData("--in-flight 0 is outside", "import", ".", "--bot", "han", "--in-flight", "0")]
    [InlineData("--profiles 0 is outside", "sample", "--profiles", "0", "--out", "nowhere")]
    [InlineData("hybrid profile --help", "profile", "fetch")]
    [InlineData("hybrid profile get --help", "profile", "get", "1", "--colour")]
    public async Task What_cannot_be_meant_is_refused_with_a_reason(string reason, params string[] arguments)
    {
        var result = await _hybrid.RunAsync(arguments);
        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains(reason, result.Messages, StringComparison.Ordinal);
        Assert.Empty(result.Output);
        Assert.Null(_hybrid.Connected);
    }

    public static TheoryData<int, Exception> Failures => new()
    {
        { (int)ExitCode.Usage, new InvalidInputException("no") },
        { (int)ExitCode.Conflict, new RevisionConflictException("no") },
        { (int)ExitCode.Unavailable, new DataUnavailableException("no") },
        { (int)ExitCode.OutcomeUnknown, new OutcomeUnknownException("no") },
        { (int)ExitCode.Damaged, new DataDamagedException("no") },
        { (int)ExitCode.Failed, new InvalidOperationException("no") },
    };

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public async Task Each_failure_has_its_exit_code_and_a_message(int code, Exception failure)
    {
        _hybrid.Store.OnCall = _ => throw failure;
        var result = await _hybrid.RunAsync("profile", "get", "1", "--bot", "han");
        Assert.Equal(((ExitCode)code, "hybrid: no\n"), (result.Code, result.Messages));
    }

    [Fact]
    public async Task Options_win_over_the_environment_and_that_over_the_defaults()
    {
        await _hybrid.RunAsync("profile", "get", "1", "--bot", "han");
        Assert.Equal(["127.0.0.1:30000"], _hybrid.Connected!.Gateways);
        Assert.Equal(TimeSpan.FromSeconds(5), _hybrid.Connected.Patience);

        _hybrid.Environment["HYBRID_GATEWAY"] = "127.0.0.1:30001, 127.0.0.1:30002";
        _hybrid.Environment["HYBRID_CLUSTER_ID"] = "c";
        _hybrid.Environment["HYBRID_SERVICE_ID"] = "s";
        _hybrid.Environment["HYBRID_BOT"] = "eva";
        await _hybrid.RunAsync("profile", "get", "1");
        Assert.Equal(["127.0.0.1:30001", "127.0.0.1:30002"], _hybrid.Connected.Gateways);
        Assert.Equal(("c", "s"), (_hybrid.Connected.ClusterId, _hybrid.Connected.ServiceId));

        await _hybrid.RunAsync(
            "profile", "get", "1", "--gateway", "127.0.0.1:1", "--cluster-id", "x", "--service-id", "y");
        Assert.Equal(["127.0.0.1:1"], _hybrid.Connected.Gateways);
        Assert.Equal(("x", "y"), (_hybrid.Connected.ClusterId, _hybrid.Connected.ServiceId));
    }
}

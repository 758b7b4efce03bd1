using HybridOrleans.Cli.Tests.Fakes;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Tests.Import;

public sealed class LostConnectionTests : IDisposable
{
    private readonly JumpingTime _time = new();
    private readonly CommandLineHarness _hybrid;
    private readonly TemporaryFolder _folder = new();

    public LostConnectionTests()
    {
        _hybrid = new CommandLineHarness { Time = _time };
        for (var id = 1; id <= 20; id++)
        {
            _folder.Add($"girls_data/{id}.json", "{}"u8);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_short_outage_is_waited_out(bool answersAreLost)
    {
        _hybrid.Store.OnCall = _ =>
        {
            if (_time.Elapsed < TimeSpan.FromSeconds(25))
            {
                throw answersAreLost ? new OutcomeUnknownException("lost") : new DataUnavailableException("down");
            }
        };
        var result = await ImportAsync();
        Assert.Equal(ExitCode.Done, result.Code);
        Assert.Equal(20, result.Json.GetProperty("imported").GetInt32());
        Assert.InRange(_time.Elapsed, TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_long_outage_ends_the_run_with_a_report_and_the_way_on()
    {
        var calls = 0;
        _hybrid.Store.OnCall = _ =>
        {
            if (++calls > 5)
            {
                throw new DataUnavailableException("the silo is down");
            }
        };
        var first = await ImportAsync();
        Assert.Equal(ExitCode.Unavailable, first.Code);
        Assert.False(first.Json.GetProperty("finished").GetBoolean());
        Assert.Equal(5, first.Json.GetProperty("imported").GetInt32());
        Assert.Contains("Run the same command again: it goes on.", first.Messages, StringComparison.Ordinal);
        Assert.Contains("has not answered for", first.Messages, StringComparison.Ordinal);
        Assert.InRange(_time.Elapsed, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(35));
        Assert.InRange(calls, 10, 30);

        _hybrid.Store.OnCall = _ => { };
        var second = await ImportAsync();
        Assert.Equal(ExitCode.Done, second.Code);
        Assert.Equal(5, second.Json.GetProperty("unchanged").GetInt32());
        Assert.Equal(15, second.Json.GetProperty("imported").GetInt32());
    }

    private Task<CommandResult> ImportAsync()
        => _hybrid.RunAsync("import", _folder.Path, "--bot", "han", "--format", "json", "--in-flight", "1");
}

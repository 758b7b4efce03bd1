using HybridOrleans.Cli.Tests.Fakes;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Tests.Commands;

public sealed class KeyCommandTests
{
    private readonly CommandLineHarness _hybrid = new();

    [Fact]
    public async Task A_new_key_is_printed_with_the_settings_that_hold_its_hash_and_not_the_key()
    {
        var made = await _hybrid.RunAsync(
            "key", "new", "--name", "han", "--role", "operator", "--bot", "han_dating_bot", "--expires", "2027-01-31");
        Assert.Equal(ExitCode.Done, made.Code);
        var lines = made.Text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var key = Assert.Single(lines, line => line.StartsWith(AccessKeyText.Prefix, StringComparison.Ordinal));
        Assert.Equal(47, key.Length);
        Assert.Equal(
            [
                $"HybridOrleans__Access__Keys__han__Hash={AccessKeyText.HashOf(key)}",
                "HybridOrleans__Access__Keys__han__Role=operator",
                "HybridOrleans__Access__Keys__han__Bot=han_dating_bot",
                "HybridOrleans__Access__Keys__han__Expires=2027-01-31T00:00:00Z",
            ],
            lines[^4..]);
        Assert.Null(_hybrid.Connected);
    }

    [Fact]
    public async Task Two_keys_are_never_the_same()
    {
        string[] words = ["key", "new", "--name", "a", "--role", "reader", "--format", "json"];
        Assert.NotEqual((await _hybrid.RunAsync(words)).Text, (await _hybrid.RunAsync(words)).Text);
    }

    [Theory]
    [InlineData("key", "new", "--name", "Anna", "--role", "reader")]
    [InlineData("key", "new", "--name", "anna", "--role", "root")]
    [InlineData("key", "new", "--name", "anna", "--role", "reader", "--bot", "../han")]
    public async Task What_no_silo_would_take_is_refused(params string[] words)
        => Assert.Equal(ExitCode.Usage, (await _hybrid.RunAsync(words)).Code);
}

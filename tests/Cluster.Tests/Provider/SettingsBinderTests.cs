using HybridOrleans.Storage.Hosting;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider;

public sealed class SettingsBinderTests
{
    private enum Mode
    {
        Off,
        On,
    }

    [Fact]
    public void Settings_of_every_type_are_taken()
    {
        var (options, mistakes) = Bind(new()
        {
            ["Name"] = "текст",
            ["count"] = "42",
            ["Bytes"] = "4294967296",
            ["Wait"] = "00:00:01.5",
            ["Enabled"] = "true",
            ["Mode"] = "on",
        });
        Assert.Empty(mistakes);
        Assert.Equal(
            ("текст", 42, 4294967296, TimeSpan.FromSeconds(1.5), true, Mode.On),
            (options.Name, options.Count, options.Bytes, options.Wait, options.Enabled, options.Mode));
    }

    [Fact]
    public void A_value_beyond_its_type_is_reported_like_any_other()
    {
        var (options, mistakes) = Bind(new() { ["Count"] = "99999999999", ["Wait"] = "99999999999" });
        Assert.Equal(
            [
                "Store:Count = '99999999999': expected a whole number.",
                "Store:Wait = '99999999999': expected a time such as 00:00:02.",
            ],
            mistakes.Order(StringComparer.Ordinal));
        Assert.Equal((7, TimeSpan.FromSeconds(7)), (options.Count, options.Wait));
    }

    [Fact]
    public void Every_setting_that_does_not_fit_is_reported_and_leaves_the_default()
    {
        var (options, mistakes) = Bind(new()
        {
            ["Bytes"] = "1e3",
            ["Cuont"] = "1",
            ["Enabled"] = "yes",
            ["Mode"] = "sometimes",
            ["Wait"] = "2 seconds",
        });
        Assert.Equal(
            [
                "Store:Bytes = '1e3': expected a whole number.",
                "Store:Cuont: there is no such setting. Use one of: Name, Count, Bytes, Wait, Enabled, Mode.",
                "Store:Enabled = 'yes': expected true or false.",
                "Store:Mode = 'sometimes': expected one of Off, On.",
                "Store:Wait = '2 seconds': expected a time such as 00:00:02.",
            ],
            mistakes.Order(StringComparer.Ordinal));
        Assert.Equal(new Settings().Wait, options.Wait);
    }

    private static (Settings Options, IReadOnlyList<string> Mistakes) Bind(Dictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(s => $"Store:{s.Key}", s => s.Value))
            .Build();
        var binder = new SettingsBinder<Settings>();
        var options = new Settings();
        binder.Bind(configuration.GetSection("Store"), options);
        return (options, binder.Mistakes);
    }

    private sealed class Settings
    {
        public string Name { get; set; } = "";

        public int Count { get; set; } = 7;

        public long Bytes { get; set; } = 7;

        public TimeSpan Wait { get; set; } = TimeSpan.FromSeconds(7);

        public bool Enabled { get; set; }

        public Mode Mode { get; set; }
    }
}

using HybridOrleans.Client.Connection;
using Microsoft.Extensions.Options;

namespace HybridOrleans.Client;

/// <summary>Reports every mistake at once, each with the value and what is allowed.</summary>
internal sealed class HybridClientOptionsValidator : IValidateOptions<HybridClientOptions>
{
    private const int RetriesMax = 20;
    private const int RememberedMax = 10_000_000;
    private const int PendingMax = 1_000_000;
    private const int PortMax = 65_535;
    private const int DatabaseMax = 15;

    public ValidateOptionsResult Validate(string? name, HybridClientOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        foreach (var gateway in options.Gateways)
        {
            if (!GatewayAddress.TryParse(gateway, out _))
            {
                result.AddError(
                    $"Gateways: '{gateway}' is no gateway: write host:port, such as 127.0.0.1:30000, with a port from "
                    + "1 to 65535.");
            }
        }

        if (options.RedisHost is not null)
        {
            RequireText(result, nameof(options.RedisHost), options.RedisHost);
            if (options.Gateways.Count > 0)
            {
                result.AddError(
                    $"RedisHost: '{options.RedisHost}' and {options.Gateways.Count} Gateways are two ways to find the "
                    + "cluster: set one of them.");
            }
        }

        Require(result, nameof(options.RedisPort), options.RedisPort, 1, PortMax);
        Require(result, nameof(options.RedisDatabase), options.RedisDatabase, 0, DatabaseMax);
        RequireText(result, nameof(options.ClusterId), options.ClusterId);
        RequireText(result, nameof(options.ServiceId), options.ServiceId);
        Require(result, nameof(options.CallTimeout), options.CallTimeout, Milliseconds(100), TimeSpan.FromMinutes(5));
        Require(
            result, nameof(options.ConnectTimeout), options.ConnectTimeout, Milliseconds(100), TimeSpan.FromHours(1));
        Require(result, nameof(options.RetryPause), options.RetryPause, Milliseconds(1), TimeSpan.FromMinutes(1));
        Require(result, nameof(options.RetryPauseMax), options.RetryPauseMax, Milliseconds(1), TimeSpan.FromMinutes(5));
        if (options.RetryPause > options.RetryPauseMax)
        {
            result.AddError(
                $"RetryPause: {options.RetryPause} is longer than RetryPauseMax, which is {options.RetryPauseMax}.");
        }

        Require(result, nameof(options.RetriesMax), options.RetriesMax, 0, RetriesMax);
        Require(result, nameof(options.RememberedProfilesMax), options.RememberedProfilesMax, 0, RememberedMax);
        Require(result, nameof(options.PendingEventsMax), options.PendingEventsMax, 1, PendingMax);
        return result.Build();
    }

    private static void Require(
        ValidateOptionsResultBuilder result, string name, TimeSpan value, TimeSpan min, TimeSpan max)
    {
        if (value < min || value > max)
        {
            result.AddError($"{name}: {value} is outside {min} to {max}.");
        }
    }

    private static void Require(ValidateOptionsResultBuilder result, string name, int value, int min, int max)
    {
        if (value < min || value > max)
        {
            result.AddError($"{name}: {value} is outside {min} to {max}.");
        }
    }

    private static void RequireText(ValidateOptionsResultBuilder result, string name, string value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            result.AddError($"{name}: '{value}' is empty; give it a name.");
        }
    }

    private static TimeSpan Milliseconds(int count) => TimeSpan.FromMilliseconds(count);
}

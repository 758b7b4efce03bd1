using Microsoft.Extensions.Options;

namespace HybridOrleans.Storage.Migration.Controlling;

/// <summary>Reports every mistake at once, with the value and what is allowed.</summary>
internal sealed class GateOptionsValidator : IValidateOptions<GateOptions>
{
    private static readonly TimeSpan FreeMin = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan FreeMax = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, GateOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (options.CallsMin is < 1 or > 1_000_000)
            result.AddError($"{options.CallsMin} is outside 1 to 1,000,000.", nameof(options.CallsMin));
        if (options.ErrorPercentMax is not (>= 0 and <= 100))
            result.AddError($"{options.ErrorPercentMax} is outside 0 to 100.", nameof(options.ErrorPercentMax));
        if (options.MismatchesMax is < 0 or > 1_000_000)
            result.AddError($"{options.MismatchesMax} is outside 0 to 1,000,000.", nameof(options.MismatchesMax));
        if (options.LatencyRatioMax is not (>= 1 and <= 1_000))
            result.AddError($"{options.LatencyRatioMax} is outside 1 to 1,000.", nameof(options.LatencyRatioMax));
        if (options.LatencyFree < FreeMin || options.LatencyFree > FreeMax)
            result.AddError($"{options.LatencyFree} is outside {FreeMin} to {FreeMax}.", nameof(options.LatencyFree));
        return result.Build();
    }
}

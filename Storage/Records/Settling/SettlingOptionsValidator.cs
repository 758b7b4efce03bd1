using Microsoft.Extensions.Options;

namespace HybridOrleans.Storage.Records.Settling;

/// <summary>Reports every mistake in <see cref="SettlingOptions"/> at once.</summary>
internal sealed class SettlingOptionsValidator : IValidateOptions<SettlingOptions>
{
    private static readonly TimeSpan LimitMin = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LimitMax = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(1);

    public ValidateOptionsResult Validate(string? name, SettlingOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        Check(result, options.Limit, LimitMin, LimitMax, nameof(options.Limit));
        Check(result, options.PauseMin, PauseMin, options.PauseMax, nameof(options.PauseMin));
        Check(result, options.PauseMax, options.PauseMin, options.Limit, nameof(options.PauseMax));
        return result.Build();
    }

    private static void Check(
        ValidateOptionsResultBuilder result, TimeSpan value, TimeSpan min, TimeSpan max, string option)
    {
        if (value < min || value > max)
        {
            result.AddError($"Settling of lost answers: {value} is outside {min} to {max}.", option);
        }
    }
}

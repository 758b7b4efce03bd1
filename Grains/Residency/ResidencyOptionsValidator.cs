using Microsoft.Extensions.Options;

namespace HybridOrleans.Grains.Residency;

/// <summary>Names every setting of <see cref="ResidencyOptions"/> that is out of range.</summary>
internal sealed class ResidencyOptionsValidator : IValidateOptions<ResidencyOptions>
{
    private const int ActivationsLeast = 100;
    private const int ActivationsMost = 100_000_000;

    /// <summary>Orleans looks for idle grains once a minute and refuses an age that is no longer.</summary>
    private static readonly TimeSpan IdleLeast = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan IdleMost = TimeSpan.FromDays(30);

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ResidencyOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (options.ActivationsMax is < ActivationsLeast or > ActivationsMost)
        {
            result.AddError(
                $"HybridOrleans:Memory:ActivationsMax = {options.ActivationsMax}: expected {ActivationsLeast} to "
                + $"{ActivationsMost}.");
        }

        CheckAge(result, nameof(options.UsersIdleAge), options.UsersIdleAge);
        CheckAge(result, nameof(options.ConversationsIdleAge), options.ConversationsIdleAge);
        CheckAge(result, nameof(options.ConfigurationIdleAge), options.ConfigurationIdleAge);
        CheckAge(result, nameof(options.AnalyticsIdleAge), options.AnalyticsIdleAge);

        if (options.PressurePercent is < 2 or > 99)
        {
            result.AddError(
                $"HybridOrleans:Memory:PressurePercent = {options.PressurePercent}: expected 2 to 99.");
        }

        if (options.ReliefPercent < 1 || options.ReliefPercent >= options.PressurePercent)
        {
            result.AddError(
                $"HybridOrleans:Memory:ReliefPercent = {options.ReliefPercent}: expected 1 to less than "
                + $"PressurePercent ({options.PressurePercent}).");
        }

        return result.Build();
    }

    private static void CheckAge(ValidateOptionsResultBuilder result, string name, TimeSpan age)
    {
        if (age <= IdleLeast || age > IdleMost)
        {
            result.AddError(
                $"HybridOrleans:Memory:{name} = {age}: expected a time over {IdleLeast}, up to {IdleMost}.");
        }
    }
}

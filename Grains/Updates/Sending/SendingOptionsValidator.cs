using Microsoft.Extensions.Options;

namespace HybridOrleans.Grains.Updates.Sending;

/// <summary>Names every setting of <see cref="SendingOptions"/> that is out of range.</summary>
internal sealed class SendingOptionsValidator : IValidateOptions<SendingOptions>
{
    private const int Most = 1_000;
    private static readonly TimeSpan PauseMost = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, SendingOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        CheckCount(result, nameof(options.PerSecondMax), options.PerSecondMax);
        CheckCount(result, nameof(options.PerGroupMinuteMax), options.PerGroupMinuteMax);
        if (options.ChatPause < TimeSpan.Zero || options.ChatPause > PauseMost)
        {
            result.AddError(
                $"HybridOrleans:Sending:ChatPause = {options.ChatPause}: expected a time from 0 to {PauseMost}.");
        }

        return result.Build();
    }

    private static void CheckCount(ValidateOptionsResultBuilder result, string name, int count)
    {
        if (count is < 1 or > Most)
        {
            result.AddError($"HybridOrleans:Sending:{name} = {count}: expected 1 to {Most}.");
        }
    }
}

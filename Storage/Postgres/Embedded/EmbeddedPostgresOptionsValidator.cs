using Microsoft.Extensions.Options;

namespace HybridOrleans.Storage.Postgres.Embedded;

/// <summary>Reports every mistake in <see cref="EmbeddedPostgresOptions"/> at once.</summary>
internal sealed class EmbeddedPostgresOptionsValidator : IValidateOptions<EmbeddedPostgresOptions>
{
    private static readonly TimeSpan TimeoutMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TimeoutMax = TimeSpan.FromMinutes(10);

    public ValidateOptionsResult Validate(string? name, EmbeddedPostgresOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (string.IsNullOrWhiteSpace(options.DataDirectory))
        {
            result.AddError("Embedded PostgreSQL: a directory is required.", nameof(options.DataDirectory));
        }

        if (options.Port is < 0 or > 65535)
        {
            result.AddError($"Embedded PostgreSQL: {options.Port} is outside 0 to 65535.", nameof(options.Port));
        }

        CheckTimeout(result, options.StartTimeout, nameof(options.StartTimeout));
        CheckTimeout(result, options.StopTimeout, nameof(options.StopTimeout));
        return result.Build();
    }

    private static void CheckTimeout(ValidateOptionsResultBuilder result, TimeSpan value, string option)
    {
        if (value < TimeoutMin || value > TimeoutMax)
        {
            result.AddError($"Embedded PostgreSQL: {value} is outside {TimeoutMin} to {TimeoutMax}.", option);
        }
    }
}

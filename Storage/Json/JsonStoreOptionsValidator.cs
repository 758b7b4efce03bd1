using Microsoft.Extensions.Options;

namespace HybridOrleans.Storage.Json;

/// <summary>Checks all options at once.</summary>
public sealed class JsonStoreOptionsValidator : IValidateOptions<JsonStoreOptions>
{
    private const long MiB = 1024 * 1024;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, JsonStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var result = new ValidateOptionsResultBuilder();
        var store = string.IsNullOrEmpty(name) ? "JSON store" : $"JSON store '{name}'";
        if (string.IsNullOrWhiteSpace(options.RootDirectory))
        {
            result.AddError($"{store}: a folder is required.", nameof(options.RootDirectory));
        }

        Check(options.OperationTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(5),
            nameof(options.OperationTimeout));
        Check(options.LockTimeout, TimeSpan.FromMilliseconds(5), TimeSpan.FromMinutes(1), nameof(options.LockTimeout));
        if (options.LockTimeout >= options.OperationTimeout)
        {
            result.AddError($"{store}: {options.LockTimeout} is not shorter than {nameof(options.OperationTimeout)}, "
                + $"{options.OperationTimeout}.", nameof(options.LockTimeout));
        }

        Check(options.CheckpointInterval, TimeSpan.FromMilliseconds(50), TimeSpan.FromMinutes(10),
            nameof(options.CheckpointInterval));
        Check(options.JournalHalfBytes, 2 * MiB, 1024 * MiB, nameof(options.JournalHalfBytes));
        Check(options.BatchRecordsMax, 1, 4096, nameof(options.BatchRecordsMax));
        Check(options.QueuedBytesMax, 4 * MiB, 4096 * MiB, nameof(options.QueuedBytesMax));
        return result.Build();

        void Check<T>(T value, T lowest, T highest, string property)
            where T : IComparable<T>
        {
            if (value.CompareTo(lowest) < 0 || value.CompareTo(highest) > 0)
            {
                result.AddError($"{store}: {value} is outside {lowest} to {highest}.", property);
            }
        }
    }
}

using Microsoft.Extensions.Options;
using Npgsql;

namespace HybridOrleans.Storage.Postgres;

/// <summary>Reports every mistake in <see cref="PostgresStoreOptions"/> at once, and never a password.</summary>
internal sealed class PostgresStoreOptionsValidator : IValidateOptions<PostgresStoreOptions>
{
    private const int MiB = 1024 * 1024;
    private static readonly TimeSpan OperationTimeoutMin = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan OperationTimeoutMax = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan OpenTimeoutMax = TimeSpan.FromMinutes(10);

    public ValidateOptionsResult Validate(string? name, PostgresStoreOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        CheckConnection(result, options.ConnectionString, nameof(options.ConnectionString));
        if (options.ReadOnlyConnectionString is not null)
        {
            CheckConnection(result, options.ReadOnlyConnectionString, nameof(options.ReadOnlyConnectionString));
        }

        CheckPool(result, options);
        CheckTime(result, options.OperationTimeout, OperationTimeoutMin, OperationTimeoutMax,
            nameof(options.OperationTimeout));
        CheckTime(result, options.OpenTimeout, options.OperationTimeout, OpenTimeoutMax, nameof(options.OpenTimeout));
        CheckNumber(result, options.WriteLanes, 1, 16, nameof(options.WriteLanes));
        CheckNumber(result, options.ReadLanes, 1, 16, nameof(options.ReadLanes));
        CheckNumber(result, options.WriteBatchSizeMax, 1, 4096, nameof(options.WriteBatchSizeMax));
        CheckNumber(result, options.ReadBatchSizeMax, 1, 4096, nameof(options.ReadBatchSizeMax));
        CheckNumber(result, options.WriteBatchBytesMax, MiB, 64 * MiB, nameof(options.WriteBatchBytesMax));
        CheckNumber(result, options.ReadBatchBytesMax, MiB, 64 * MiB, nameof(options.ReadBatchBytesMax));
        CheckNumber(result, options.WalkPageSize, 1, 100_000, nameof(options.WalkPageSize));
        return result.Build();
    }

    private static void CheckPool(ValidateOptionsResultBuilder result, PostgresStoreOptions options)
    {
        CheckNumber(result, options.MinPoolSize, 0, options.MaxPoolSize, nameof(options.MinPoolSize));
        CheckNumber(result, options.MaxPoolSize, 4, 1000, nameof(options.MaxPoolSize));
        var batches = PoolShares.BatchesOf(options.MaxPoolSize);
        var lanes = options.WriteLanes + options.ReadLanes;
        if (batches < lanes)
        {
            result.AddError(
                $"PostgreSQL store: of {options.MaxPoolSize} connections {Math.Max(batches, 0)} are for batches (a "
                + $"fifth, and at least 2, stay free), less than WriteLanes + ReadLanes, which is {lanes}.",
                nameof(options.MaxPoolSize));
        }
    }

    private static void CheckConnection(ValidateOptionsResultBuilder result, string value, string option)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            result.AddError("PostgreSQL store: a connection string is required.", option);
            return;
        }

        try
        {
            if (string.IsNullOrWhiteSpace(new NpgsqlConnectionStringBuilder(value).Host))
            {
                result.AddError("PostgreSQL store: the connection string names no Host.", option);
            }
        }
        catch (ArgumentException)
        {
            // The cause may quote a part of the text, and that part may be the password.
            result.AddError(
                "PostgreSQL store: not a connection string; expected 'Host=…;Database=…;Username=…;Password=…'.",
                option);
        }
    }

    private static void CheckTime(
        ValidateOptionsResultBuilder result, TimeSpan value, TimeSpan min, TimeSpan max, string option)
    {
        if (value < min || value > max)
        {
            result.AddError($"PostgreSQL store: {value} is outside {min} to {max}.", option);
        }
    }

    private static void CheckNumber(ValidateOptionsResultBuilder result, int value, int min, int max, string option)
    {
        if (value < min || value > max)
        {
            result.AddError($"PostgreSQL store: {value} is outside {min} to {max}.", option);
        }
    }
}

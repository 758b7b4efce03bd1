using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace HybridOrleans.Storage.Cache;

/// <summary>Reports every mistake in <see cref="RedisCacheOptions"/> at once, and never a password.</summary>
internal sealed class RedisCacheOptionsValidator : IValidateOptions<RedisCacheOptions>
{
    private static readonly TimeSpan TtlMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TtlMax = TimeSpan.FromDays(30);

    public ValidateOptionsResult Validate(string? name, RedisCacheOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        CheckConnection(result, options.ConnectionString);
        if (string.IsNullOrWhiteSpace(options.KeyPrefix))
        {
            result.AddError("Redis cache: a prefix of the keys is required.", nameof(options.KeyPrefix));
        }

        Check(
            result, options.CommandTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(2),
            nameof(options.CommandTimeout));
        Check(
            result, options.ConnectTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1),
            nameof(options.ConnectTimeout));
        Check(
            result, options.BreakDuration, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1),
            nameof(options.BreakDuration));
        foreach (var component in Component.All)
        {
            var option = $"{char.ToUpperInvariant(component.Name[0])}{component.Name[1..]}Ttl";
            Check(result, options.TtlOf(component), TtlMin, TtlMax, option);
        }

        Check(result, options.EntryBytesMax, 1024, 2 * RecordBody.BytesMax, nameof(options.EntryBytesMax));
        Check(result, options.CompressAboveBytes, 0, 2 * RecordBody.BytesMax, nameof(options.CompressAboveBytes));
        Check(result, options.FillsMax, 1, 65_536, nameof(options.FillsMax));
        Check(result, options.FillBytesMax, 65_536, 1024 * 1024 * 1024, nameof(options.FillBytesMax));
        return result.Build();
    }

    private static void CheckConnection(ValidateOptionsResultBuilder result, string? text)
    {
        try
        {
            if (text is not null && ConfigurationOptions.Parse(text).EndPoints.Count == 0)
            {
                result.AddError(
                    "Redis cache: the connection string names no server. Write host:port, or remove it.",
                    nameof(RedisCacheOptions.ConnectionString));
            }
        }
        catch (ArgumentException)
        {
            // The cause may quote a part of the text, and that part may be the password.
            result.AddError(
                "Redis cache: the connection string cannot be read. Expected host:port,name=value,… in the form of "
                + "StackExchange.Redis.",
                nameof(RedisCacheOptions.ConnectionString));
        }
    }

    private static void Check<T>(ValidateOptionsResultBuilder result, T value, T min, T max, string option)
        where T : IComparable<T>
    {
        if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
        {
            result.AddError($"Redis cache: {option} = {value} is outside {min} to {max}.", option);
        }
    }
}

using System.Text;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Grains.Records;
using HybridOrleans.Storage;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Grains.Configuration;

/// <summary>Which record holds the state of a configuration grain.</summary>
internal static class ConfigurationRecords
{
    /// <summary>The Orleans type of the grain; part of stored identities, and never changed.</summary>
    public const string GrainType = "configuration";

    /// <summary>What it keeps.</summary>
    public static readonly RecordKind Kind = new("configuration", "configuration");

    /// <summary>The record of a grain: <c>bot/scope</c> or <c>bot/scope/scope id</c>.</summary>
    /// <exception cref="InvalidRecordException">The grain's key names no configuration.</exception>
    public static RecordKey KeyOf(GrainId grain)
    {
        try
        {
            var key = ConfigurationKey.FromGrainKey(Encoding.UTF8.GetString(grain.Key.AsSpan()));
            return RecordKeys.Configuration(key.Bot.Value, key.Scope, key.ScopeId);
        }
        catch (InvalidInputException e)
        {
            throw new InvalidRecordException($"{e.Message} Nothing was written.", e);
        }
    }
}

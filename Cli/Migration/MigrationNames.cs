using System.Globalization;
using System.Text.Json;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Migration;

/// <summary>What components, phases and verbs are called on the command line and in results.</summary>
internal static class MigrationNames
{
    /// <summary>A component, as it is typed.</summary>
    public static string Of(ComponentName component) => component.ToString().ToLowerInvariant();

    /// <summary>A verb, as it is typed.</summary>
    public static string Of(MigrationVerb verb) => verb.ToString().ToLowerInvariant();

    /// <summary>A member of an enum, as JSON has it.</summary>
    public static string InJson<T>(T value)
        where T : struct, Enum
        => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>A phase with its share, where the phase has one.</summary>
    public static string Of(MigrationPhase phase, int sharePercent)
        => phase is MigrationPhase.Shadow or MigrationPhase.Live
            ? string.Create(CultureInfo.InvariantCulture, $"{phase} {sharePercent} %")
            : phase.ToString();
}

namespace HybridOrleans.Model.Tests.Core;

/// <summary>The phases; Shadow answers and acknowledges as DualWrite does, and is not told apart.</summary>
internal static class CorePhase
{
    public const byte Off = 0;
    public const byte DualWrite = 1;
    public const byte Live = 2;
    public const byte RampDown = 3;
    public const byte Complete = 4;

    public static bool HasPostgresRoot(byte phase) => phase >= RampDown;

    public static bool Mirrors(byte phase) => phase is DualWrite or Live;
}

namespace HybridOrleans.Storage.Json;

/// <summary>Names one run of the machine: after another one, unflushed bytes may be gone.</summary>
internal static class BootId
{
    private const string Source = "/proc/sys/kernel/random/boot_id";

    /// <exception cref="IOException">The system does not tell.</exception>
    public static Guid OfThisMachine()
    {
        var text = File.ReadAllText(Source).Trim();
        return Guid.TryParse(text, out var id) ? id : throw new IOException($"{Source} holds no boot id.");
    }
}

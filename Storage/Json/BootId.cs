namespace HybridOrleans.Storage.Json;

/// <summary>Names one run of the machine: after another one, unflushed bytes may be gone.</summary>
internal static class BootId
{
    private const string Source = "/proc/sys/kernel/random/boot_id";

    /// <exception cref="StoreUnavailableException">The system does not tell.</exception>
    public static Guid OfThisMachine()
    {
        try
        {
            return Guid.Parse(File.ReadAllText(Source).Trim());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw JsonErrors.NoBootId(Source, e);
        }
    }
}

using System.Globalization;
using System.Runtime.InteropServices;

namespace HybridOrleans.Silo.Membership;

/// <summary>Ends the very process that a card names, and never another one that has its number now.</summary>
/// <remarks>
/// The kernel's handle of a process is taken first, and its start is compared then: either the handle is that of the
/// process on the card, or of one that is gone, which no signal reaches.
/// </remarks>
internal static partial class ProcessEnd
{
    private const int Kill = 9;
    private const long PidfdSendSignal = 424;
    private const long PidfdOpen = 434;

    /// <returns>Null when it was ended; else why not.</returns>
    public static string? TryEnd(SiloCard card)
    {
        var handle = syscall(PidfdOpen, card.ProcessId, 0, 0, 0);
        if (handle < 0)
        {
            return LastError();
        }

        try
        {
            return !card.IsNear || !card.IsAlive ? "it is another process now."
                : syscall(PidfdSendSignal, handle, Kill, 0, 0) < 0 ? LastError()
                : null;
        }
        finally
        {
            _ = close((int)handle);
        }
    }

    private static string LastError() => string.Create(
        CultureInfo.InvariantCulture, $"{Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint syscall(long number, nint first, nint second, nint third, nint fourth);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);
}

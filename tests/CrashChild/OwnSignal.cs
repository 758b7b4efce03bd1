using System.Runtime.InteropServices;

namespace HybridOrleans.CrashChild;

/// <summary>Ends or freezes this process, without any warning.</summary>
internal static partial class OwnSignal
{
    public const int Kill = 9;
    public const int Freeze = 19;

    public static void Send(int signal)
    {
        _ = kill(Environment.ProcessId, signal);

        // A freeze may reach another thread first; this one must not go on meanwhile.
        using var never = new ManualResetEventSlim();
        never.Wait();
    }

    [LibraryImport("libc")]
    private static partial int kill(int process, int signal);
}

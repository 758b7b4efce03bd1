using System.ComponentModel;
using System.Diagnostics;

namespace HybridOrleans.Storage.Json.Assessing;

/// <summary>Another process that moves a file once it has a lock, and does nothing while it has it not.</summary>
/// <param name="program">The program <c>flock</c> of util-linux, which locks as the store does.</param>
internal sealed class OtherProcess(string program = "flock")
{
    private const int Locked = 1;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>Lets it try.</summary>
    /// <returns>True when it had the lock and moved the file, false when it was kept out; null when nothing is known:
    /// the program is not installed, or failed otherwise.</returns>
    public bool? TryMove(string lockPath, string from, string to)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, ["--nonblock", lockPath, "mv", "--", from, to])
                {
                    RedirectStandardError = true,
                })!;
            if (!process.WaitForExit(Limit))
            {
                process.Kill(entireProcessTree: true);
                return null;
            }

            return process.ExitCode switch { 0 => true, Locked => File.Exists(from) ? false : null, _ => null };
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}

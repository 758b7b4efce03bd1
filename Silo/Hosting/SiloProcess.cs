using System.Diagnostics;

namespace HybridOrleans.Silo.Hosting;

/// <summary>One run of a silo, from the command line to the exit code.</summary>
internal static class SiloProcess
{
    private const int Success = 0;
    private const int CouldNotStart = 1;

    /// <returns>0 after a stop that was asked for, 1 when the silo could not start.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            await using var silo = await SiloApplication.CreateAsync(args);
            await silo.StartAsync();
            await StartMessage.WriteAsync(output, silo.Services, Stopwatch.GetElapsedTime(started));
            await silo.WaitForShutdownAsync();
            return Success;
        }
        catch (Exception e)
        {
            await errors.WriteLineAsync(StartFailure.Explain(e));
            return CouldNotStart;
        }
    }
}

using System.Runtime.InteropServices;
using HybridOrleans.Silo.Configuration;

namespace HybridOrleans.Silo.Hosting;

/// <summary>
/// One run of <c>HybridOrleans.Silo postgres FOLDER</c>: the private PostgreSQL of a data folder without a silo, for
/// several silos of one machine.
/// </summary>
/// <remarks>
/// The server is the one that a silo alone on the same folder starts, with the same data. It lives until the standard
/// input says a line, or ends, or a termination signal comes.
/// </remarks>
internal static class PostgresProcess
{
    /// <summary>The word on the command line.</summary>
    public const string Verb = "postgres";

    /// <summary>When the starter is gone its silos stop too, and may still have something to write.</summary>
    private static readonly TimeSpan SilosStopIn = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <param name="folder">The data folder.</param>
    /// <param name="input">Where a stop is asked for.</param>
    /// <param name="output">Gets one line when the server answers: how to connect, with the password.</param>
    /// <param name="errors">Gets what went wrong.</param>
    /// <returns>0 after a stop that was asked for, else 1.</returns>
    public static async Task<int> RunAsync(string folder, Stream input, TextWriter output, TextWriter errors)
    {
        using var configuration = new ConfigurationManager();
        var settings = SiloSettingsReader.Read(configuration, out _);
        try
        {
            await using var postgres = new PrivatePostgres(
                configuration, settings, new DataFolder(Path.GetFullPath(folder)));
            await postgres.StartAsync(CancellationToken.None);
            await output.WriteLineAsync(configuration[PrivatePostgres.ConnectionString]);
            await output.FlushAsync();
            if (await WaitAsync(postgres, input))
            {
                return SiloProcess.Success;
            }

            await errors.WriteLineAsync("The private PostgreSQL ended by itself. See 'pgdata/log' in its folder.");
            return SiloProcess.Failure;
        }
        catch (Exception e)
        {
            await errors.WriteLineAsync($"The private PostgreSQL did not start, or not stop: {FailureText.Of(e)}");
            return SiloProcess.Failure;
        }
    }

    /// <returns>False when the server ended by itself.</returns>
    private static async Task<bool> WaitAsync(PrivatePostgres postgres, Stream input)
    {
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var signal = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            stopping.TrySetResult();
        });
        _ = StopWithInputAsync(input, stopping);
        using var timer = new PeriodicTimer(LookEvery);
        while (postgres.IsRunning)
        {
            if (await Task.WhenAny(stopping.Task, timer.WaitForNextTickAsync().AsTask()) == stopping.Task)
            {
                return true;
            }
        }

        return false;
    }

    private static async Task StopWithInputAsync(Stream input, TaskCompletionSource stopping)
    {
        if (!await Lifeline.SaysStopAsync(input))
        {
            await Task.Delay(SilosStopIn);
        }

        stopping.TrySetResult();
    }
}

using System.Diagnostics;
using HybridOrleans.Silo.Configuration;
using HybridOrleans.Silo.Membership;

namespace HybridOrleans.Silo.Hosting;

/// <summary>One run of a silo, from the command line to the exit code.</summary>
internal static class SiloProcess
{
    public const int Success = 0;
    public const int Failure = 1;
    public const int NoMember = 3;

    /// <returns>
    /// 0 after a stop that was asked for, 1 when the silo could not start or go on, or not stop cleanly, 3 when it
    /// stopped because it was no member of its cluster any more.
    /// </returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors)
    {
        var began = Stopwatch.GetTimestamp();
        var served = false;
        try
        {
            await using var silo = await SiloApplication.CreateAsync(args);
            if (silo.Services.GetRequiredService<SiloSettings>().StopWithInput)
            {
                Lifeline.Watch(silo.Lifetime, errors);
            }

            await silo.StartAsync();
            await StartMessage.WriteAsync(output, silo.Services, Stopwatch.GetElapsedTime(began));
            served = true;
            var watch = silo.Services.GetService<MembershipWatch>();
            var ending = silo.WaitForShutdownAsync();
            await Task.WhenAny(ending, watch?.Overdue ?? ending);
            if (watch?.Failure is { } lost)
            {
                await errors.WriteLineAsync($"The silo stopped. {lost.Message}");
                await errors.FlushAsync();
                // What Orleans still waits for is the table that is lost. What the stores hold is durable.
                Environment.Exit(NoMember);
            }

            await ending;
            if (silo.Services.GetRequiredService<DatabaseLock>().Failure is { } failure)
            {
                await errors.WriteLineAsync($"The silo stopped. {failure.Message}");
                return Failure;
            }

            return Success;
        }
        catch (Exception e)
        {
            var what = served ? "The silo did not stop cleanly." : "The silo did not start.";
            await errors.WriteLineAsync($"{what} {FailureText.Of(e)}");
            return Failure;
        }
    }
}

using HybridOrleans.Bench.Hosting;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Bench.Questions;

/// <summary>A process that starts a silo, answers one call, says so, and stops.</summary>
internal static class FirstCall
{
    public static async Task<int> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("hybrid-bench-");
        await using (var silo = await BenchSilo.StartAsync(folder.FullName, postgres: null))
        {
            await silo.Inside.GetGrain<IUserGrain>(1, "bench")
                .SaveAsync(new JsonText(Bodies.Of(1)), null, CancellationToken.None);
            Console.WriteLine("served");
        }

        folder.Delete(recursive: true);
        return 0;
    }
}

using System.Runtime.CompilerServices;
using HybridOrleans.Storage.Postgres.Embedded;

namespace HybridOrleans.Storage.Tests.Postgres;

/// <summary>This assembly as a process that only starts an embedded server, so that a test can kill it.</summary>
internal static class EmbeddedPostgresParent
{
    public const string DirectoryVariable = "HYBRID_TEST_EMBEDDED_POSTGRES";

    [ModuleInitializer]
    internal static void StartServerWhenAsked()
    {
        if (Environment.GetEnvironmentVariable(DirectoryVariable) is not { Length: > 0 } directory)
        {
            return;
        }

        var server = EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { DataDirectory = directory })
            .GetAwaiter().GetResult();
        Console.WriteLine($"server {server.ProcessId}");
        Console.In.ReadToEnd();
        Environment.Exit(0);
    }
}

namespace HybridOrleans.Process.Tests.Membership;

/// <summary>Processes that compute for as long as this lives, and leave no processor idle.</summary>
internal sealed class ProcessorLoad : IAsyncDisposable
{
    private readonly List<System.Diagnostics.Process> _processes = [];

    public ProcessorLoad(int count)
    {
        for (var number = 0; number < count; number++)
        {
            _processes.Add(System.Diagnostics.Process.Start("sh", ["-c", "while :; do :; done"]));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }
}

using HybridOrleans.Storage.Routing;
using Microsoft.Extensions.Logging;

namespace HybridOrleans.Storage.Tests.Routing;

/// <summary>Keeps the ids of what a router tells the log.</summary>
internal sealed class ToldEvents : ILogger<StranglerStore>
{
    public List<int> Ids { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        lock (Ids)
        {
            Ids.Add(eventId.Id);
        }
    }
}

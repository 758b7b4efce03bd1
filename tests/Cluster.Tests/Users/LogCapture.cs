using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace HybridOrleans.Cluster.Tests.Users;

/// <summary>Keeps what is logged.</summary>
public sealed class LogCapture : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();

    private event Action<string>? Taken;

    public IReadOnlyCollection<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => new Capture(categoryName, Take);

    public void Dispose()
    {
    }

    /// <summary>Ends when a line holds a text, now or later.</summary>
    public Task WaitForAsync(string text)
    {
        var found = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Taken += Look;
        _lines.ToList().ForEach(Look);
        return found.Task;

        void Look(string line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                found.TrySetResult();
            }
        }
    }

    private void Take(string line)
    {
        _lines.Enqueue(line);
        Taken?.Invoke(line);
    }

    private sealed class Capture(string category, Action<string> take) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Information)
            {
                take($"{logLevel} {category} {formatter(state, exception)} {exception}");
            }
        }
    }
}

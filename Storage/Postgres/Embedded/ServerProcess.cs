using System.Diagnostics;
using Npgsql;

namespace HybridOrleans.Storage.Postgres.Embedded;

/// <summary>One run of the server as a child of this process.</summary>
internal sealed class ServerProcess : IDisposable
{
    private const int MessageLinesMax = 40;
    private static readonly TimeSpan ReadyPollInterval = TimeSpan.FromMilliseconds(20);

    private readonly Process _process;
    private readonly Queue<string> _messages = [];

    private ServerProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public bool SaidPortIsInUse => Messages().Contains("in use", StringComparison.Ordinal);

    public static ServerProcess Start(ServerBinaries binaries, ServerAccount account, ServerArguments arguments)
    {
        var start = account.Prepare(binaries.Postgres, arguments.ToCommandLine());

        // A session of its own: Ctrl+C in a terminal must reach us and not the server, which has to outlive our flush.
        if (ServerAccount.FindTool("setsid") is { } setsid)
        {
            start.ArgumentList.Insert(0, start.FileName);
            start.FileName = setsid;
        }

        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new ServerProcess(process);
    }

    public async Task WaitUntilReadyAsync(string connectionString, TimeSpan timeout, CancellationToken cancellation)
    {
        var begin = Stopwatch.GetTimestamp();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            Exception? refusal = null;
            try
            {
                await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false;Timeout=2");
                await connection.OpenAsync(cancellation);
                return;
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                refusal = e;
            }

            if (_process.HasExited)
            {
                await _process.WaitForExitAsync(cancellation);
                throw new EmbeddedPostgresException(
                    $"The embedded PostgreSQL ended with code {_process.ExitCode} while starting: {Messages()}",
                    refusal);
            }

            if (Stopwatch.GetElapsedTime(begin) > timeout)
            {
                throw new EmbeddedPostgresException(
                    $"The embedded PostgreSQL did not answer within {timeout.TotalSeconds:0.#} s: {Messages()} "
                    + "See the newest file in 'pgdata/log' of its data folder, or raise 'StartTimeout'.", refusal);
            }

            await Task.Delay(ReadyPollInterval, cancellation);
        }
    }

    public async Task WaitForExitAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeout);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new EmbeddedPostgresException(
                $"The embedded PostgreSQL (process {Id}) is not down {timeout.TotalSeconds:0.#} s after it was told to "
                + "stop. Look at its log in 'pgdata/log', or raise 'StopTimeout'.", e);
        }
    }

    public void Dispose() => _process.Dispose();

    private string Messages()
    {
        lock (_messages)
        {
            return string.Join(Environment.NewLine, _messages);
        }
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null)
        {
            return;
        }

        lock (_messages)
        {
            _messages.Enqueue(line.Data);
            if (_messages.Count > MessageLinesMax)
            {
                _messages.Dequeue();
            }
        }
    }
}

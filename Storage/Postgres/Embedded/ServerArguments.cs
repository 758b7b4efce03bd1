using System.Globalization;

namespace HybridOrleans.Storage.Postgres.Embedded;

/// <summary>The command line of an embedded server.</summary>
internal sealed class ServerArguments(string pgData, int port, IDictionary<string, string> settings)
{
    public IEnumerable<string> ToCommandLine()
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            // The server outlives a killed parent, and with it the pipe of its messages: it keeps its own log.
            ["logging_collector"] = "on",
            ["log_directory"] = "log",
            ["log_filename"] = "postgresql-%a.log",
            ["log_truncate_on_rotation"] = "on",
            ["log_rotation_age"] = "1d",
            ["log_rotation_size"] = "0",

            // Statements may hold personal data.
            ["log_min_error_statement"] = "panic",
            ["log_parameter_max_length_on_error"] = "0",
        };
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        all["port"] = port.ToString(CultureInfo.InvariantCulture);
        all["listen_addresses"] = "127.0.0.1";
        all["unix_socket_directories"] = "";
        return ["-D", pgData, .. all.SelectMany(s => new[] { "-c", $"{s.Key}={s.Value}" })];
    }
}

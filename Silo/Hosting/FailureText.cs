using System.Net.Sockets;
using HybridOrleans.Storage;
using HybridOrleans.Storage.Postgres.Embedded;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace HybridOrleans.Silo.Hosting;

/// <summary>Says in words why a silo did not start, or not stop cleanly.</summary>
internal static class FailureText
{
    /// <summary>What to print: plain text for what an operator can mend, everything for what is our mistake.</summary>
    public static string Of(Exception error)
    {
        foreach (var cause in Causes(error))
        {
            switch (cause)
            {
                case SiloConfigurationException or DataInUseException or DataMissingException
                    or StoreUnavailableException
                    or EmbeddedPostgresException or OrleansConfigurationException:
                    return cause.Message;
                case OptionsValidationException options:
                    return SiloConfigurationException.List(options.Failures);
                case InvalidDataException:
                    return $"A configuration file cannot be read: {cause.Message} "
                        + cause.InnerException?.Message;
                case AddressInUseException or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse }:
                    return "A port is in use: " + error.GetBaseException().Message
                        + " Stop what uses it, or choose others: --HybridOrleans:Silo:SiloPort, "
                        + "--HybridOrleans:Silo:GatewayPort, --HybridOrleans:Silo:HttpUrl.";
                default:
                    break;
            }
        }

        return $"The reason is not one that it knows: {error}";
    }

    private static IEnumerable<Exception> Causes(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
            if (cause is AggregateException several)
            {
                foreach (var inner in several.InnerExceptions.Skip(1).SelectMany(Causes))
                {
                    yield return inner;
                }
            }
        }
    }
}

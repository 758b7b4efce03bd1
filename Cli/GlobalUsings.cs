global using HybridOrleans.Client.Json;

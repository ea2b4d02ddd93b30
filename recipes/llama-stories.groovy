// A small Llama that was trained elsewhere on simple stories (Eldan and Li, "TinyStories", 2023; A. Karpathy's stories260K), on
// numbers of tokens. The file of numbers may be anything its tokenizer made.
//
//     ./espalier evaluate recipes/llama-stories.groovy --set file=stories260K.bin --set tokens=story.txt --on train
//     ./espalier run recipes/llama-stories.groovy --set file=stories260K.bin --set tokens=stories.txt

recipe('llama-stories') {
    describe 'A trained Llama of five blocks (Touvron et al., 2023) whose gated layers lose half of their weights.'
    seed 42

    param 'file', 'stories260K.bin'
    param 'tokens', 'stories.txt'
    param 'context', 128
    param 'test', 0.1
    param 'steps', 500

    data {
        source 'tokens', file: tokens, vocabulary: 512, context: context, test: test
        batch 16
    }

    model {
        input context
        embedding 'tokens', vocabulary: 512, width: 64
        repeat(5) { i ->
            residual {
                rmsNorm "norm${i - 1}"
                attention "att${i - 1}", heads: 8, kvHeads: 4, causal: true, rotary: 10000, bias: false
            }
            residual {
                rmsNorm "inner${i - 1}"
                gated "ffn${i - 1}", units: 172, activation: 'silu'
                dense "down${i - 1}", units: 64, bias: false
            }
        }
        rmsNorm 'norm'
        dense 'out', units: 512, bias: false, tied: 'tokens'
    }

    phase('prune') {
        weights 'llama2c', file: file, rename: [
            'model.embed_tokens': 'tokens',
            'model.layers.*.input_layernorm': 'norm*',
            'model.layers.*.self_attn.q_proj': 'att*.query',
            'model.layers.*.self_attn.k_proj': 'att*.key',
            'model.layers.*.self_attn.v_proj': 'att*.value',
            'model.layers.*.self_attn.o_proj': 'att*.output',
            'model.layers.*.post_attention_layernorm': 'inner*',
            'model.layers.*.mlp.gate_proj': 'ffn*.gate',
            'model.layers.*.mlp.up_proj': 'ffn*.up',
            'model.layers.*.mlp.down_proj': 'down*',
            'model.norm': 'norm'
        ]
        train steps(steps)
        loss 'cross-entropy'
        optimizer 'adamw', weightDecay: 0.01
        learningRate 'cosine', from: 1e-4, to: 1e-5
        clip norm: 1.0

        sparsify {
            layers 'ffn*', 'down*'
            sparsity 'cubic', from: 0, to: 0.5
            distribute 'uniform'
            start 'dense'
            update every: steps(20), until: percent(60)
            prune 'magnitude'
        }
    }

    export 'safetensors', to: 'model.safetensors'
    report 'accuracy', 'sparsity-by-layer'
}

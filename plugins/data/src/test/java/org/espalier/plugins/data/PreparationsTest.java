package org.espalier.plugins.data;

import org.espalier.api.border.Preparation;
import org.espalier.testkit.PreparationContract;
import org.junit.jupiter.api.Nested;

/** Preparations whose own tests stand elsewhere keep the contract as well. */
class PreparationsTest {
    @Nested
    class Standardize implements PreparationContract {
        @Override
        public Preparation preparation() {
            return new StandardizePreparation(new StandardizePreparation.Options(StandardizePreparation.Per.FEATURE));
        }
    }

    @Nested
    class Scale implements PreparationContract {
        @Override
        public Preparation preparation() {
            return new ScalePreparation(new ScalePreparation.Options(2));
        }
    }

    @Nested
    class FillMissing implements PreparationContract {
        @Override
        public Preparation preparation() {
            return new FillMissingPreparation(new FillMissingPreparation.Options(FillMissingPreparation.By.MEAN));
        }
    }

    @Nested
    class RandomCrop implements PreparationContract {
        @Override
        public Preparation preparation() {
            return new RandomCropPreparation(new RandomCropPreparation.Options(2));
        }
    }

    @Nested
    class RandomFlip implements PreparationContract {
        @Override
        public Preparation preparation() {
            return new RandomFlipPreparation(new RandomFlipPreparation.Options(0.5));
        }
    }

    @Nested
    class Reconstruct implements PreparationContract {
        @Override
        public Preparation preparation() {
            return new ReconstructPreparation(new ReconstructPreparation.Options());
        }

        @Override
        public boolean keepsTargets() {
            return false;
        }
    }
}
